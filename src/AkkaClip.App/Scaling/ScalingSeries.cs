using System.IO.Enumeration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Scaling;
using AkkaClip.Data.Tables;

namespace AkkaClip.App.Scaling;

/// <summary>Models that one law is fitted to.</summary>
internal sealed record ScalingSeries(string Name, IReadOnlyList<ScalingPoint> Points)
{
    private const string ArchitectureColumn = "arch", NameColumn = "name", PrettySamplesColumn = "samples_seen_pretty";
    private static readonly string[] s_publishedMetrics = ["acc1", "image_retrieval_recall@5", "mean_average_precision"];

    /// <summary>The series of a task: those asked for, or one for each value of the column.</summary>
    /// <param name="table">The results.</param>
    /// <param name="rows">Those of the task.</param>
    /// <param name="metric">The column whose distance from 1 is the error.</param>
    /// <param name="by">The column that tells series apart.</param>
    /// <param name="asked">NAME=PATTERN, with * and ? in patterns.</param>
    /// <exception cref="UserErrorException">A row cannot be used, or a series is empty.</exception>
    public static IReadOnlyList<ScalingSeries> Of(ScalingTable table, IReadOnlyList<TableRow> rows, string metric, string by, IReadOnlyList<string> asked)
    {
        table.Require(metric);
        if (asked.Count > 0 || by != ScalingTable.UpstreamColumn)
            table.Require(by);
        RefuseTwins(table, rows);
        var values = rows.Select(r => table.Text(r, by)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (asked.Count == 0)
            return [.. values.Select(v => new ScalingSeries(v.Length == 0 ? "all" : v, PointsOf(table, rows.Where(r => table.Text(r, by) == v), metric)))];
        return [.. asked.Select(text =>
        {
            var (name, pattern) = Parse(text);
            var own = rows.Where(r => FileSystemName.MatchesSimpleExpression(pattern, table.Text(r, by), ignoreCase: false)).ToList();
            return own.Count > 0
                ? new ScalingSeries(name, PointsOf(table, own, metric))
                : throw new UserErrorException($"--series {text}: no row of the task has {by} '{pattern}'; there are {string.Join(", ", values)}.");
        })];
    }

    /// <summary>The metric of a task: the first of the published ones that its rows have.</summary>
    public static string DefaultMetric(ScalingTable table, IReadOnlyList<TableRow> rows) =>
        s_publishedMetrics.FirstOrDefault(m => rows.Any(r => table.Text(r, m).Length > 0)) ?? "acc1";

    private static (string Name, string Pattern) Parse(string text) =>
        text.IndexOf('=') is > 0 and var at && at < text.Length - 1
            ? (text[..at], text[(at + 1)..])
            : throw new UserErrorException($"--series is '{text}'; it must be NAME=PATTERN, as in 'LAION=LAION-*'.");

    private static List<ScalingPoint> PointsOf(ScalingTable table, IEnumerable<TableRow> rows, string metric) =>
        [.. rows.Select(row =>
        {
            var (compute, perSample) = table.Compute(row);
            return new ScalingPoint(Label(table, row, compute / perSample), compute, table.Error(row, metric), perSample);
        })];

    private static string Label(ScalingTable table, TableRow row, double? numSamples)
    {
        var architecture = table.Text(row, ArchitectureColumn);
        if (architecture.Length == 0)
            return table.Text(row, NameColumn) is { Length: > 0 } name ? name : $"line {row.Number}";
        var samples = table.Text(row, PrettySamplesColumn) is { Length: > 0 } pretty ? pretty : numSamples is { } number ? Quantity.Format(number) : "";
        var upstream = table.Text(row, ScalingTable.UpstreamColumn);
        return $"{architecture}{(samples.Length > 0 ? "@" : "")}{samples}{(upstream.Length > 0 ? "/" : "")}{upstream}";
    }

    // Names alone do not tell models apart: 'openai' stands for three architectures.
    private static void RefuseTwins(ScalingTable table, IReadOnlyList<TableRow> rows)
    {
        if (!table.Has(NameColumn))
            return;
        var twins = rows.GroupBy(r => (table.Text(r, NameColumn), table.Text(r, ArchitectureColumn), table.Text(r, ScalingTable.UpstreamColumn))).FirstOrDefault(g => g.Count() > 1);
        if (twins is not null)
            throw new UserErrorException($"{table.Path}, lines {string.Join(" and ", twins.Take(2).Select(r => r.Number))} are both the results of '{twins.Key.Item1}' ({twins.Key.Item2}); each model counts once.");
    }
}
