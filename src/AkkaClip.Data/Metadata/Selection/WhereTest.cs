using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Filters;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Rows for which a filter holds.</summary>
public sealed class WhereTest(RowFilter filter) : RowTest
{
    public override string Name => "filter";

    public override Bound Bind(MetadataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var bound = filter.Bind(file.Schema);
        return new Bound(bound.Fields, KeepAsync) { IsRuledOut = bound.IsRuledOut };

        async ValueTask<int[]> KeepAsync(RowGroupColumns group, int[] rows, CancellationToken cancellation)
        {
            var selected = await bound.SelectAsync(group, cancellation);
            return rows.Length == group.NumRows ? selected : Both(rows, selected);
        }
    }

    // Both rise.
    private static int[] Both(int[] first, int[] second)
    {
        var both = new List<int>(Math.Min(first.Length, second.Length));
        for (int a = 0, b = 0; a < first.Length && b < second.Length;)
        {
            var order = first[a].CompareTo(second[b]);
            if (order == 0)
                both.Add(first[a]);
            a += order <= 0 ? 1 : 0;
            b += order >= 0 ? 1 : 0;
        }
        return [.. both];
    }
}
