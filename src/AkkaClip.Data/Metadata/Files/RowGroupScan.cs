using System.Collections.Concurrent;
using AkkaClip.Data.Metadata.Columns;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>Goes through the row groups of files: several at a time, their results in order.</summary>
public sealed class RowGroupScan(IReadOnlyList<string> paths, SideOrder sides, MemoryBudget budget)
{
    /// <summary>Starts work on the row groups of a file.</summary>
    /// <typeparam name="T">The result of a row group.</typeparam>
    /// <param name="Fields">Columns that are decoded.</param>
    /// <param name="Work">The result of a row group; runs on several threads.</param>
    public sealed record Job<T>(IReadOnlyList<DataField> Fields, Func<RowGroupColumns, CancellationToken, ValueTask<T>> Work);

    /// <summary>Rows of all files, by their footers.</summary>
    public async Task<long> CountRowsAsync(CancellationToken cancellation)
    {
        var rows = 0L;
        foreach (var path in paths)
        {
            using var file = await MetadataFile.OpenAsync(path, sides, cancellation);
            rows += file.NumRows;
        }
        return rows;
    }

    /// <param name="plan">What to do with the row groups of a file.</param>
    /// <param name="take">Takes the result of a row group (file, its number, result), one after the other in the order of files and row groups.</param>
    /// <param name="progress">Is told rows.</param>
    /// <param name="cancellation">Ends early.</param>
    public async Task RunAsync<T>(
        Func<MetadataFile, Job<T>> plan, Func<MetadataFile, int, T, ValueTask> take, IProgress<long>? progress, CancellationToken cancellation)
    {
        var rowsBefore = 0L;
        foreach (var path in paths)
        {
            var readers = new ConcurrentBag<MetadataFile>();
            using var file = await MetadataFile.OpenAsync(path, sides, cancellation);
            try
            {
                await RunAsync(file, rowsBefore, readers, plan(file), take, progress, cancellation);
                rowsBefore += file.NumRows;
            }
            finally
            {
                foreach (var reader in readers)
                    reader.Dispose();
            }
        }
    }

    private async Task RunAsync<T>(
        MetadataFile file, long rowsBefore, ConcurrentBag<MetadataFile> readers, Job<T> job, Func<MetadataFile, int, T, ValueTask> take,
        IProgress<long>? progress, CancellationToken cancellation)
    {
        var done = rowsBefore;
        var pending = new Queue<(int Group, Task<T> Work)>();
        try
        {
            for (var g = 0; g < file.NumRowGroups; g++)
            {
                var parallel = budget.Parallel(file.Path, g, file.EstimateBytes(g, job.Fields));
                while (pending.Count >= parallel)
                    await TakeOldestAsync();
                var group = g;
                pending.Enqueue((group, Task.Run(() => WorkAsync(group), cancellation)));
            }
            while (pending.Count > 0)
                await TakeOldestAsync();
        }
        finally
        {
            // Those that are under way hold readers.
            await Task.WhenAll(pending.Select(p => p.Work)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        async Task TakeOldestAsync()
        {
            var (group, result) = pending.Peek();
            var value = await result;
            pending.Dequeue();
            await take(file, group, value);
            budget.Reclaim();
            progress?.Report(done += file.RowGroup(group).NumRows);
        }

        async Task<T> WorkAsync(int group)
        {
            if (!readers.TryTake(out var reader))
                reader = await MetadataFile.OpenAsync(file.Path, sides, cancellation);
            try
            {
                return await job.Work(reader.RowGroup(group, rowsBefore), cancellation);
            }
            finally
            {
                readers.Add(reader);
            }
        }
    }
}
