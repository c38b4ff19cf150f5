using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>'is null': never unknown.</summary>
internal sealed class MissingTest(MetadataField column) : Predicate
{
    public override IEnumerable<MetadataField> Fields => [column];

    public override Possible Bounds(RowGroupColumns group) => group.Statistics(column)?.NullCount switch
    {
        0 when column.Kind != ColumnKind.Real => Possible.False,
        { } count when count == group.NumRows => Possible.True,
        _ => Possible.True | Possible.False,
    };

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var batch = await group.ReadAsync(column, cancellation);
        return batch.IsMissing is { } missing ? Array.ConvertAll(missing, m => m ? Truth.True : Truth.False) : new byte[batch.NumRows];
    }
}
