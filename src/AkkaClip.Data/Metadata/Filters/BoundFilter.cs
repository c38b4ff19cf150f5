using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A filter over the columns of one file.</summary>
public sealed class BoundFilter
{
    private readonly Predicate _predicate;

    internal BoundFilter(Predicate predicate)
    {
        _predicate = predicate;
        Fields = [.. predicate.Fields.DistinctBy(f => f.Field.Name)];
    }

    /// <summary>The columns that it reads.</summary>
    public IReadOnlyList<MetadataField> Fields { get; }

    /// <summary>Whether the bounds in the file rule out every row of a row group.</summary>
    public bool IsRuledOut(RowGroupColumns group) => !_predicate.Bounds(group).HasFlag(Possible.True);

    /// <summary>The rows that are kept, in order.</summary>
    public async ValueTask<int[]> SelectAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var bounds = _predicate.Bounds(group);
        if (!bounds.HasFlag(Possible.True))
            return [];
        if (bounds == Possible.True)
            return [.. Enumerable.Range(0, group.NumRows)];
        var truth = await _predicate.EvaluateAsync(group, cancellation);
        var rows = new int[truth.AsSpan().Count(Truth.True)];
        for (int i = 0, n = 0; n < rows.Length; i++)
        {
            if (truth[i] == Truth.True)
                rows[n++] = i;
        }
        return rows;
    }
}
