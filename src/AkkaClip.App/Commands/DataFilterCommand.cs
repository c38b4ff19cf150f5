using System.CommandLine;
using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Duplicates;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Filters;
using AkkaClip.Data.Metadata.Selection;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip data filter</c>: keeps rows of metadata.</summary>
internal sealed class DataFilterCommand
{
    private readonly Option<string?> _where = new("--where") { Description = "Rows for which this holds: \"similarity >= 0.3 and language = 'en' and text like '%dog%'\"." };
    private readonly Option<string[]> _presets = new("--preset") { Description = $"Filters by name: {string.Join(", ", Presets.Names)}, top-40% (with --by)." };
    private readonly Option<string> _by = new("--by") { Description = "The score of a top-N% preset.", DefaultValueFactory = _ => "similarity" };
    private readonly Option<string[]> _blockLists = new("--block-list") { Description = "Files with a URL, host or LAION hash a line, which are removed." };
    private readonly Option<string[]> _deduplicate = new("--deduplicate") { Description = "Keep the first of rows with equal url, text, hash, near-url or near-text." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Folder for the rows that stay, a file an input; without it they are only counted." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Write into a folder that is not empty." };
    private readonly Option<bool> _json = Output.JsonOption();
    private readonly MetadataSource _source;

    private DataFilterCommand(Command command)
    {
        _source = new MetadataSource(command);
        foreach (var option in new Option[] { _where, _presets, _by, _blockLists, _deduplicate, _output, _replace, _json })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() => RunAsync(parsed, cancellation), cancellation));
    }

    public static Command Build()
    {
        var command = new Command("filter", "Keeps rows of metadata: by a filter, presets, block lists, without duplicates.").WithExamples(
            "akkaclip data filter laion/*.parquet --where \"similarity >= 0.3 and punsafe < 0.45 and width >= 256\"",
            "akkaclip data filter laion --preset research-safe --preset top-40% --by similarity --output laion-top",
            "akkaclip data filter laion --block-list removed.txt --deduplicate near-text --output laion-clean --json");
        _ = new DataFilterCommand(command);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var output = Output.Of(parsed, _json);
        var (inputs, sides, budget) = (_source.Paths(parsed), _source.Sides(parsed), _source.Budget(parsed));
        var kinds = (parsed.GetValue(_deduplicate) ?? []).Select(Kind).ToList();
        var scan = new RowGroupScan(inputs, sides, budget);
        var (presets, where, lists) = (parsed.GetValue(_presets) ?? [], parsed.GetValue(_where), parsed.GetValue(_blockLists) ?? []);
        if (where is null && presets is [] && lists is [] && kinds is [])
            throw new UserErrorException("Nothing is filtered: give --where, --preset, --block-list or --deduplicate. See akkaclip data filter --help");
        var tests = new List<RowTest>();
        if (where is not null)
            tests.Add(new WhereTest(RowFilter.Parse(where)));
        tests.AddRange(presets.Where(p => Presets.TopShare(p) is null).Select(p => new PresetTest(p)));
        if (lists is not [])
            tests.Add(new BlockTest(BlockList.Read(lists)));
        await BindToAllAsync(inputs, sides, tests, cancellation);
        var rows = await scan.CountRowsAsync(cancellation);
        var folder = parsed.GetValue(_output) is { } given ? SelectionFolder.Prepare(given, parsed.GetValue(_replace), inputs) : null;

        foreach (var share in presets.Select(Presets.TopShare).OfType<double>())
            tests.Insert(0, new WhereTest(await WithProgressAsync(output, "rows ranked", rows, p => TopShare.FindAsync(scan, parsed.GetRequiredValue(_by), share, p, cancellation))));
        var run = new SelectionRun(inputs, sides, budget);
        foreach (var kind in kinds)
            tests.Add(await WithProgressAsync(output, "rows compared", rows, p => run.WithoutDuplicatesAsync(kind, tests, folder ?? Path.GetTempPath(), p, cancellation)));
        var asked = Asked(parsed);
        var report = await WithProgressAsync(output, "rows filtered", rows, p => run.RunAsync(tests, folder, asked, p, cancellation));
        if (folder is not null)
            await SelectionManifest.WriteAsync(folder, asked, report, cancellation);
        output.Result(report, o => Describe(o, report));
        return ExitCode.Success;
    }

    internal static void Describe(Output output, SelectionReport report)
    {
        output.Fields(
        [
            ("rows", Number(report.Rows)),
            ("kept", $"{Number(report.Kept)} ({(report.Rows == 0 ? 0 : (double)report.Kept / report.Rows).ToString("P2", CultureInfo.InvariantCulture)})"),
            .. report.Dropped.Select(d => ($"dropped by {d.Key}", Number(d.Value))),
            ("row groups skipped", Number(report.RowGroupsRuledOut)),
            .. report.Nested.IsEmpty ? [] : new[] { ("nested columns left out", string.Join(", ", report.Nested)) },
        ]);
        foreach (var file in report.Files.Where(f => f.Output is not null))
            output.Line($"  {file.Output}: {Number(file.Kept)} rows");
    }

    internal static async Task<T> WithProgressAsync<T>(Output output, string what, long total, Func<IProgress<long>, Task<T>> work)
    {
        using var progress = new ProgressLine(output, what, total);
        return await work(progress);
    }

    // A filter that fits no file is told before hours of work, not in the middle of them.
    private static async Task BindToAllAsync(IReadOnlyList<string> inputs, SideOrder sides, List<RowTest> tests, CancellationToken cancellation)
    {
        foreach (var path in inputs)
        {
            using var file = await MetadataFile.OpenAsync(path, sides, cancellation);
            foreach (var test in tests)
                _ = test.Bind(file);
        }
    }

    private Dictionary<string, string> Asked(ParseResult parsed)
    {
        var asked = new Dictionary<string, string>();
        void Note(string name, params string?[] values)
        {
            if (values.OfType<string>().ToList() is { Count: > 0 } given)
                asked[name] = string.Join(", ", given);
        }
        Note("where", parsed.GetValue(_where));
        Note("preset", parsed.GetValue(_presets) ?? []);
        Note("by", (parsed.GetValue(_presets) ?? []).Any(p => Presets.TopShare(p) is not null) ? parsed.GetValue(_by) : null);
        Note("block_list", parsed.GetValue(_blockLists) ?? []);
        Note("deduplicate", parsed.GetValue(_deduplicate) ?? []);
        return asked;
    }

    private static DuplicateKind Kind(string name) => Enum.TryParse<DuplicateKind>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        ? kind
        : throw new UserErrorException($"--deduplicate is '{name}'; it must be url, text, hash, near-url or near-text");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
