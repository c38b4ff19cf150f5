using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>'not' of a predicate.</summary>
internal sealed class Negation(Predicate inner) : Predicate
{
    public override IEnumerable<MetadataField> Fields => inner.Fields;

    public override Possible Bounds(RowGroupColumns group) => PossibleLogic.Not(inner.Bounds(group));

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var truth = await inner.EvaluateAsync(group, cancellation);
        Truth.Not(truth);
        return truth;
    }
}
