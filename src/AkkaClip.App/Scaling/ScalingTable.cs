using System.Globalization;
using AkkaClip.App.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Tables;

namespace AkkaClip.App.Scaling;

/// <summary>
/// A CSV of results with a row for each model and task: the columns of the published <c>zeroshot_results.csv</c>, which sweeps
/// write too. Needed are a metric, and <c>gmacs_total</c> or <c>gmacs</c> and <c>samples_seen</c>; columns that nobody asks for may be anything.
/// </summary>
internal sealed class ScalingTable
{
    public const string TaskColumn = "downstream_dataset", UpstreamColumn = "upstream_dataset";
    private const string ComputeColumn = "gmacs_total", SizeColumn = "gmacs", SamplesColumn = "samples_seen";

    private readonly Dictionary<string, int> _columns;

    private ScalingTable(string path, Dictionary<string, int> columns, IReadOnlyList<TableRow> rows) => (Path, _columns, Rows) = (path, columns, rows);

    public string Path { get; }

    public IReadOnlyList<TableRow> Rows { get; }

    /// <exception cref="UserErrorException">No table, or one without any row.</exception>
    public static ScalingTable Read(string path)
    {
        if (Directory.Exists(path))
            throw new UserErrorException($"{path} is a folder; a CSV of results is needed.");
        if (!File.Exists(path))
            throw new UserErrorException($"{path}: there is no such file.");
        using var stream = File.OpenRead(path);
        var rows = new DelimitedReader(stream, path, ',').Rows().ToList();
        if (rows.Count == 0)
            throw new UserErrorException($"{path} is empty; its first line must name the columns.");
        if (rows.FirstOrDefault(r => r.Problem is not null) is { Problem: { } problem } bad)
            throw new UserErrorException($"{path}, line {bad.Number}: {problem}.");
        var header = rows[0].Fields;
        if (header is [var only] && only.AsSpan().IndexOfAny(';', '\t', '|') is >= 0 and var at)
            throw new UserErrorException($"{path} has its columns apart by {(only[at] == '\t' ? "tabs" : $"'{only[at]}'")}; commas are needed.");
        if (header.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
            throw new UserErrorException($"{path} has two columns '{twice}'.");
        if (rows.Skip(1).FirstOrDefault(r => r.Fields.Length != header.Length) is { Fields: { } fields } uneven)
            throw new UserErrorException($"{path}, line {uneven.Number} has {fields.Length} fields; the header names {header.Length} columns.");
        if (rows.Count == 1)
            throw new UserErrorException($"{path} has a header and no row; a law needs 3 models or more.");
        return new ScalingTable(path, header.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i), [.. rows.Skip(1)]);
    }

    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>A cell; empty where the table has no such column.</summary>
    public string Text(TableRow row, string column) => _columns.TryGetValue(column, out var at) ? row.Fields[at].Trim() : "";

    /// <exception cref="UserErrorException">There is no such column.</exception>
    public void Require(string column)
    {
        if (!Has(column))
            throw Unknown("column", column, _columns.Keys);
    }

    /// <summary>The rows of a task; all of them where the table has no column for it.</summary>
    /// <exception cref="UserErrorException">The table has no such task, or several and none is asked for.</exception>
    public (string Task, IReadOnlyList<TableRow> Rows) OfTask(string? asked)
    {
        if (!Has(TaskColumn) && asked is not null)
            Require(TaskColumn);
        var tasks = Rows.Select(r => Text(r, TaskColumn)).Distinct().Order(StringComparer.Ordinal).ToList();
        var task = asked ?? (tasks.Count == 1 ? tasks[0] : throw new UserErrorException($"{Path} has {tasks.Count} tasks: say which by --task ({string.Join(", ", tasks)})."));
        var rows = Rows.Where(r => Text(r, TaskColumn) == task).ToList();
        return rows.Count > 0 ? (task, rows) : throw Unknown("task", task, tasks);
    }

    /// <summary>GMAC of all forward passes, and those of one sample where the table tells.</summary>
    /// <exception cref="UserErrorException">A cell is no number, or the columns are not there.</exception>
    public (double Total, double? PerSample) Compute(TableRow row)
    {
        var perSample = Text(row, SizeColumn).Length > 0 ? Positive(row, SizeColumn) : (double?)null;
        if (!Has(ComputeColumn) && Has(SizeColumn) && Has(SamplesColumn))
            return (Positive(row, SizeColumn) * Positive(row, SamplesColumn), perSample);
        Require(ComputeColumn);
        return (Positive(row, ComputeColumn), perSample);
    }

    /// <summary>1 - the metric.</summary>
    /// <exception cref="UserErrorException">It is no fraction below 1.</exception>
    public double Error(TableRow row, string metric)
    {
        Require(metric);
        var value = Number(row, metric);
        return value is >= 0 and < 1 ? 1 - value : throw Wrong(row, metric, "a fraction of at least 0 and below 1 (an error of 0 has no logarithm)");
    }

    private double Positive(TableRow row, string column) => Number(row, column) is > 0 and var value ? value : throw Wrong(row, column, "a number above 0");

    private double Number(TableRow row, string column) =>
        double.TryParse(Text(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Wrong(row, column, "a finite number");

    private UserErrorException Unknown(string kind, string name, IReadOnlyCollection<string> known)
    {
        var meant = Suggestion.For(name, known);
        return new UserErrorException($"{Path} has no {kind} '{name}'{(meant.Length > 0 ? meant : $"; it has {string.Join(", ", known)}.")}");
    }

    private UserErrorException Wrong(TableRow row, string column, string allowed) =>
        new($"{Path}, line {row.Number}: {column} is {(Text(row, column) is { Length: > 0 } text ? $"'{text}'" : "empty")}; it must be {allowed}.");
}
