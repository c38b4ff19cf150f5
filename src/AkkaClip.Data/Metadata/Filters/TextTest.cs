using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A property of each text: 'like', 'in'.</summary>
internal sealed class TextTest(MetadataField column, Func<string, bool> holds) : Predicate
{
    public override IEnumerable<MetadataField> Fields => [column];

    public override Possible Bounds(RowGroupColumns group) => Possible.Any;

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var batch = await group.ReadAsync(column, cancellation);
        var truth = new byte[batch.NumRows];
        for (var i = 0; i < truth.Length; i++)
            truth[i] = holds(batch.Texts[i]) ? Truth.True : Truth.False;
        Truth.MarkUnknown(truth, batch.IsMissing);
        return truth;
    }
}
