using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Reports;
using AkkaClip.Data.Metadata.Statistics;

namespace AkkaClip.App.Commands;

/// <summary>Statistics of metadata as a table, JSON and a page with plots.</summary>
internal sealed class MetadataReport(MetadataStatistics statistics, IReadOnlyList<string> files)
{
    private const int Bins = 40;
    private const int TopValues = 12;
    private static readonly double[] s_shown = [0.01, 0.25, 0.5, 0.75, 0.99];
    private static readonly double[] s_shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    /// <summary>What <c>--json</c> prints.</summary>
    public object ToJson() => new
    {
        files,
        rows = statistics.Rows,
        columns = statistics.Columns,
        filesWithSwappedSides = statistics.FilesWithSwappedSides,
        numbers = statistics.Numbers.ToDictionary(n => n.Key, n => new
        {
            count = n.Value.Count,
            missing = n.Value.Missing,
            outOfRange = n.Value.OutOfRange,
            least = Known(n.Value, n.Value.Least),
            mean = Known(n.Value, n.Value.Mean),
            largest = Known(n.Value, n.Value.Largest),
            quantiles = s_shares.ToDictionary(s => s.ToString(CultureInfo.InvariantCulture), s => Known(n.Value, n.Value.Quantile(s))),
        }),
        values = statistics.Counts.ToDictionary(c => c.Key, c => new
        {
            missing = c.Value.Missing,
            others = c.Value.Others,
            counts = c.Value.Top(int.MaxValue).ToDictionary(v => v.Value, v => v.Count),
        }),
        hashes = statistics.HashesRight is { } right ? new { right, wrong = statistics.HashesWrong } : null,
    };

    public void Describe(Output output)
    {
        output.Fields(General());
        output.Line();
        output.Table(
            ["column", "missing", "out of range", "least", "1 %", "25 %", "50 %", "75 %", "99 %", "largest"],
            [.. statistics.Numbers.Select(n => new[] { n.Key, Count(n.Value.Missing), Count(n.Value.OutOfRange), Number(n.Value.Least) }
                .Concat(s_shown.Select(s => Number(n.Value.Quantile(s)))).Append(Number(n.Value.Largest)).ToArray())]);
        foreach (var (name, counts) in statistics.Counts)
            output.Line($"\n{name}: {string.Join(", ", Values(counts).Select(v => $"{v.Name} {v.Count}"))}");
    }

    public string ToHtml()
    {
        var page = new HtmlPage("Metadata").Table(General()).Heading("Numbers").Charts(statistics.Numbers.Where(n => n.Value.Count > 0).Select(n => Chart(n.Key, n.Value)));
        foreach (var (name, summary) in statistics.Numbers)
        {
            page.Heading(name).Table([("values", Count(summary.Count)), ("missing", Count(summary.Missing)), ("out of range", Count(summary.OutOfRange)),
                ("least", Number(summary.Least)), .. s_shares.Select(s => ($"{(100 * s).ToString(CultureInfo.InvariantCulture)} %", Number(summary.Quantile(s)))), ("largest", Number(summary.Largest))]);
        }
        foreach (var (name, counts) in statistics.Counts)
            page.Heading(name).Table(Values(counts));
        return page.ToString();
    }

    private List<(string Name, string Value)> General() =>
    [
        ("files", Count(files.Count)),
        ("rows", Count(statistics.Rows)),
        ("columns", string.Join(", ", statistics.Columns.Select(c => c.Value == files.Count ? c.Key : $"{c.Key} (in {c.Value} files)"))),
        ("width and height swapped", $"in {statistics.FilesWithSwappedSides} files"),
        .. statistics.HashesRight is { } right ? new[] { ("hashes", $"{Count(right)} right, {Count(statistics.HashesWrong ?? 0)} wrong") } : [],
    ];

    // From the first to the last percent: outliers would press the rest into one bin.
    private static LineChart Chart(string name, NumberSummary summary)
    {
        var (from, to) = (summary.Quantile(0.001), summary.Quantile(0.999));
        if (to <= from)
            to = from + 1;
        var points = summary.Histogram(from, to, Bins).Select((count, bin) => (from + (bin + 0.5) * (to - from) / Bins, (double)count));
        return new LineChart(name, name, "rows", [new LineChart.Series(name, [.. points])]);
    }

    private static IEnumerable<(string Name, string Count)> Values(ValueCounts counts)
    {
        var top = counts.Top(TopValues);
        var others = counts.Top(int.MaxValue).Skip(TopValues).Sum(v => v.Count) + counts.Others;
        return top.Select(v => (v.Value, Count(v.Count)))
            .Concat(others > 0 ? new[] { ("others", Count(others)) } : [])
            .Concat(counts.Missing > 0 ? new[] { ("missing", Count(counts.Missing)) } : []);
    }

    private static double? Known(NumberSummary summary, double value) => summary.Count == 0 ? null : value;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : "-";
}
