using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>Two columns of numbers against each other, or two of texts.</summary>
internal sealed class ColumnComparison(MetadataField left, FilterOperator operation, MetadataField right) : Predicate
{
    public override IEnumerable<MetadataField> Fields => [left, right];

    public override Possible Bounds(RowGroupColumns group) => Possible.Any;

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var (a, b) = (await group.ReadAsync(left, cancellation), await group.ReadAsync(right, cancellation));
        var truth = new byte[a.NumRows];
        if (left.Kind == ColumnKind.Text)
            Compare(truth, a.Texts, b.Texts, string.CompareOrdinal);
        else if (left.Kind == ColumnKind.Integer && right.Kind == ColumnKind.Integer)
            Compare(truth, a.Integers, b.Integers, (x, y) => x.CompareTo(y));
        else
            Compare(truth, a.Reals, b.Reals, (x, y) => x.CompareTo(y));
        Truth.MarkUnknown(truth, a.IsMissing);
        Truth.MarkUnknown(truth, b.IsMissing);
        return truth;
    }

    private void Compare<T>(Span<byte> truth, T[] a, T[] b, Comparison<T> compare)
    {
        for (var i = 0; i < truth.Length; i++)
            truth[i] = TextComparison.Holds(operation, compare(a[i], b[i])) ? Truth.True : Truth.False;
    }
}
