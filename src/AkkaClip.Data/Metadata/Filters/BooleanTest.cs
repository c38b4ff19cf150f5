using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A column of booleans as it is.</summary>
internal sealed class BooleanTest(MetadataField column) : Predicate
{
    public override IEnumerable<MetadataField> Fields => [column];

    public override Possible Bounds(RowGroupColumns group) => Possible.Any;

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var batch = await group.ReadAsync(column, cancellation);
        var truth = Array.ConvertAll(batch.Booleans, b => b ? Truth.True : Truth.False);
        Truth.MarkUnknown(truth, batch.IsMissing);
        return truth;
    }
}
