using System.Collections.Immutable;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Duplicates;
using AkkaClip.Data.Metadata.Files;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Goes through metadata and keeps the rows that pass all tests: counts them, and writes them where a folder is given.</summary>
public sealed class SelectionRun(IReadOnlyList<string> inputs, SideOrder sides, MemoryBudget budget)
{
    private readonly RowGroupScan _scan = new(inputs, sides, budget);

    /// <param name="tests">In this order; cheap ones first.</param>
    /// <param name="output">A folder that is there; a file is written for every input, under its name. Null: rows are only counted.</param>
    /// <param name="metadata">Key-value pairs of the files that are written.</param>
    /// <param name="progress">Is told rows.</param>
    /// <param name="cancellation">Ends early; a file that is not whole is removed.</param>
    public async Task<SelectionReport> RunAsync(
        IReadOnlyList<RowTest> tests, string? output, IReadOnlyDictionary<string, string> metadata, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tests);
        var dropped = tests.DistinctBy(t => t.Name).ToDictionary(t => t.Name, _ => 0L);
        var (files, nested) = (new List<SelectionReport.File>(), new SortedSet<string>(StringComparer.Ordinal));
        var ruledOut = 0L;
        MetadataWriter? writer = null;
        try
        {
            await _scan.RunAsync(
                file =>
                {
                    files.Add(new SelectionReport.File(file.Path, null, 0, 0));
                    nested.UnionWith(file.Schema.Nested);
                    return Plan(file, tests, output is not null);
                },
                TakeAsync, progress, cancellation);
            await CloseAsync();
        }
        finally
        {
            if (writer is not null)
                await writer.DisposeAsync();
        }
        return new SelectionReport { Files = [.. files], Dropped = dropped.ToImmutableSortedDictionary(), Nested = [.. nested], RowGroupsRuledOut = ruledOut };

        async ValueTask TakeAsync(MetadataFile file, int group, Kept kept)
        {
            if (group == 0 && output is not null)
            {
                await CloseAsync();
                var path = Path.Combine(output, Path.GetFileName(file.Path));
                writer = await MetadataWriter.CreateAsync(path, file.Schema.Fields.Select(f => f.Field), metadata);
                files[^1] = files[^1] with { Output = path };
            }
            files[^1] = files[^1] with { Rows = files[^1].Rows + kept.NumRead, Kept = files[^1].Kept + kept.Rows.Length };
            foreach (var (name, count) in kept.Dropped)
                dropped[name] += count;
            ruledOut += kept.IsRuledOut ? 1 : 0;
            if (writer is not null && kept.Selected is { NumRows: > 0 } rows)
                await writer.WriteAsync(rows);
        }

        async ValueTask CloseAsync()
        {
            if (writer is not null)
                await writer.CompleteAsync();
            writer = null;
        }
    }

    /// <summary>A test that keeps the first of equal rows among those that pass other tests.</summary>
    /// <param name="kind">When rows are equal.</param>
    /// <param name="before">The tests that come first.</param>
    /// <param name="folder">Where keys lie that do not fit into memory.</param>
    /// <param name="progress">Is told rows.</param>
    /// <param name="cancellation">Ends early.</param>
    public async Task<RowTest> WithoutDuplicatesAsync(
        DuplicateKind kind, IReadOnlyList<RowTest> before, string folder, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var finder = new DuplicateFinder(folder);
        await _scan.RunAsync(
            file =>
            {
                var (bound, keys) = (Bind(file, before), DuplicateKeys.Of(file, kind));
                return new RowGroupScan.Job<(ulong Key, long Row)[]>(
                    [.. bound.SelectMany(b => b.Fields).Concat(keys.Fields).Select(f => f.Field).DistinctBy(f => f.Name)],
                    async (group, token) => await keys.ReadAsync(group, (await KeepAsync(bound, before, group, token)).Rows, token));
            },
            (_, _, entries) =>
            {
                foreach (var (key, row) in entries)
                    finder.Add(key, row);
                return ValueTask.CompletedTask;
            }, progress, cancellation);
        var duplicates = new RowBitmap();
        finder.Find(duplicates);
        return new FirstOnlyTest(duplicates);
    }

    private static RowGroupScan.Job<Kept> Plan(MetadataFile file, IReadOnlyList<RowTest> tests, bool isWritten)
    {
        var bound = Bind(file, tests);
        var read = bound.SelectMany(b => b.Fields).Select(f => f.Field).DistinctBy(f => f.Name).ToList();
        // What is written is read a column at a time: the largest counts, and texts are the largest.
        if (isWritten)
            read.AddRange(file.Schema.Fields.Select(f => f.Field).Where(f => f.ClrType == typeof(string)).ExceptBy(read.Select(r => r.Name), f => f.Name).Take(1));
        return new RowGroupScan.Job<Kept>(read, async (group, cancellation) =>
        {
            var kept = await KeepAsync(bound, tests, group, cancellation);
            return isWritten ? kept with { Selected = await SelectedRows.ReadAsync(group, file.Schema.Fields, kept.Rows, cancellation) } : kept;
        });
    }

    private static List<RowTest.Bound> Bind(MetadataFile file, IReadOnlyList<RowTest> tests) => [.. tests.Select(t => t.Bind(file))];

    private static async ValueTask<Kept> KeepAsync(List<RowTest.Bound> bound, IReadOnlyList<RowTest> tests, RowGroupColumns group, CancellationToken cancellation)
    {
        var ruledOutBy = bound.FindIndex(b => b.IsRuledOut(group));
        if (ruledOutBy >= 0)
            return new Kept(group.NumRows, [], [(tests[ruledOutBy].Name, group.NumRows)], true, null);
        var dropped = new List<(string, long)>();
        int[] rows = [.. Enumerable.Range(0, group.NumRows)];
        for (var t = 0; t < bound.Count && rows.Length > 0; t++)
        {
            var kept = await bound[t].KeepAsync(group, rows, cancellation);
            dropped.Add((tests[t].Name, rows.Length - kept.Length));
            rows = kept;
        }
        return new Kept(group.NumRows, rows, dropped, false, null);
    }

    private sealed record Kept(int NumRead, int[] Rows, List<(string Name, long Count)> Dropped, bool IsRuledOut, SelectedRows? Selected);
}
