using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A column of texts against a text, by the code of its letters.</summary>
internal sealed class TextComparison(MetadataField column, FilterOperator operation, string constant) : Predicate
{
    public override IEnumerable<MetadataField> Fields => [column];

    public override Possible Bounds(RowGroupColumns group)
    {
        // Writers may shorten bounds of texts and order them by bytes; only 'equal' is decided, and that without an order of ours.
        if (operation != FilterOperator.Equal || group.Statistics(column) is not { MinValue: string least, MaxValue: string largest })
            return Possible.Any;
        return Utf8Compare(constant, least) < 0 || Utf8Compare(constant, largest) > 0 && !largest.StartsWith(constant, StringComparison.Ordinal) && !constant.StartsWith(largest, StringComparison.Ordinal)
            ? Possible.False | Possible.Unknown
            : Possible.Any;
    }

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var batch = await group.ReadAsync(column, cancellation);
        var truth = new byte[batch.NumRows];
        var texts = batch.Texts;
        for (var i = 0; i < truth.Length; i++)
        {
            var holds = operation switch
            {
                FilterOperator.Equal => texts[i] == constant,
                FilterOperator.NotEqual => texts[i] != constant,
                _ => Holds(operation, string.CompareOrdinal(texts[i], constant)),
            };
            truth[i] = holds ? Truth.True : Truth.False;
        }
        Truth.MarkUnknown(truth, batch.IsMissing);
        return truth;
    }

    public static bool Holds(FilterOperator operation, int order) => operation switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.NotEqual => order != 0,
        FilterOperator.Less => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        FilterOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static int Utf8Compare(string a, string b) =>
        System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));
}
