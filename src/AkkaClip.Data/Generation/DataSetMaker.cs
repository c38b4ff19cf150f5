using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AkkaClip.Core.Errors;

namespace AkkaClip.Data.Generation;

/// <summary>
/// Makes a captioned data set of coloured shapes: shards of <c>train</c>, <c>test-seen</c> and <c>test-unseen</c>,
/// <c>metadata.tsv</c> and <c>manifest.json</c>. Pictures of <c>test-unseen</c> combine a colour and a shape as no training picture does.
/// </summary>
public static class DataSetMaker
{
    public const string MetadataFileName = "metadata.tsv";

    // Marks a folder under construction as this maker's own.
    private const string UnfinishedMark = ".akkaclip-unfinished";

    /// <summary>Makes the data set whole or not at all; one that is there already with equal options is left as it is.</summary>
    /// <param name="folder">Is created; may exist when it is empty, or holds a generated data set and <paramref name="replace"/> is set.</param>
    /// <param name="options">Number and kind of pictures.</param>
    /// <param name="replace">Replace a generated data set of other options.</param>
    /// <param name="threads">0: one a core.</param>
    /// <param name="progress">Told the number of pictures made, from several threads, about every hundredth.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/> and leaves nothing behind.</param>
    /// <exception cref="UserErrorException">Options out of range, a foreign folder, or one that cannot be made.</exception>
    /// <exception cref="IOException">No space left; nothing of it stays behind.</exception>
    public static GenerationManifest Make(
        string folder, GenerationOptions options, bool replace = false, int threads = 0, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        GenerationLimits.Check(options);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (FindFinished(folder, options, replace) is { } finished)
            return finished;

        var unfinished = folder + ".unfinished";
        BeginFolder(unfinished);
        try
        {
            var manifest = WriteAll(unfinished, options, threads, progress, cancellation);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(unfinished, folder);
            File.Delete(Path.Combine(folder, UnfinishedMark));
            return manifest;
        }
        catch (IOException failure)
        {
            throw new IOException($"{folder}: the data set cannot be written ({failure.Message}); free space there, or choose another folder", failure);
        }
        finally
        {
            if (File.Exists(Path.Combine(unfinished, UnfinishedMark)))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    /// <summary>Reads the manifest of a generated data set; null: the folder holds none.</summary>
    public static GenerationManifest? ReadManifest(string folder)
    {
        var path = Path.Combine(folder, GenerationManifest.FileName);
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), GenerationJson.Default.GenerationManifest) is { Format: GenerationManifest.CurrentFormat } manifest
                ? manifest
                : null;
        }
        catch (JsonException)
        {
            // Somebody else's manifest.
            return null;
        }
    }

    private static GenerationManifest? FindFinished(string folder, GenerationOptions options, bool replace)
    {
        if (File.Exists(folder))
            throw new UserErrorException($"{folder} is a file; give a folder for the data set");
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
            return null;

        var manifest = ReadManifest(folder)
            ?? throw new UserErrorException($"{folder} holds something else than a generated data set; give another folder, or empty this one");
        if (manifest.Options == options && manifest.Shards.All(shard => new FileInfo(Path.Combine(folder, shard.File)) is { Exists: true } file && file.Length == shard.Bytes))
            return manifest;
        if (!replace)
            throw new UserErrorException($"{folder} holds a data set made with other options or an incomplete one; replace it explicitly, or give another folder");
        return null;
    }

    private static void BeginFolder(string folder)
    {
        var mark = Path.Combine(folder, UnfinishedMark);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(mark))
                throw new UserErrorException($"{folder} is in the way; move it away");
            Directory.Delete(folder, recursive: true);
        }

        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(mark, []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{folder} cannot be written ({failure.Message}); choose another folder", failure);
        }
    }

    private static GenerationManifest WriteAll(
        string folder, GenerationOptions options, int threads, IProgress<long>? progress, CancellationToken cancellation)
    {
        const int ReportEvery = 100;
        var shards = GenerationPlan.Of(options);
        foreach (var split in shards.Select(shard => shard.Split).Distinct())
            Directory.CreateDirectory(Path.Combine(folder, split));

        long done = 0;
        var written = new (GenerationManifest.ShardEntry Entry, ImmutableArray<GeneratedSample> Samples)[shards.Length];
        RunOverShards(shards.Length, threads, i => written[i] = new ShardWriter(options).Write(shards[i], folder, CountSample, cancellation), cancellation);

        WriteMetadata(Path.Combine(folder, MetadataFileName), written.SelectMany(shard => shard.Samples.Select(sample => (shard.Entry, sample))));
        var manifest = new GenerationManifest
        {
            Format = GenerationManifest.CurrentFormat,
            Options = options,
            Classes = [.. Combination.All.Select(combination => combination.Name)],
            HeldOutClasses = [.. Combination.ChooseHeldOut(options.NumHeldOut, options.Seed).Select(combination => combination.Name)],
            Shards = [.. written.Select(shard => shard.Entry)],
        };
        File.WriteAllText(Path.Combine(folder, GenerationManifest.FileName), JsonSerializer.Serialize(manifest, GenerationJson.Readable.GenerationManifest) + "\n");
        return manifest;

        void CountSample()
        {
            if (Interlocked.Increment(ref done) is var count && count % ReportEvery == 0)
                progress?.Report(count);
        }
    }

    private static void RunOverShards(int count, int threads, Action<int> write, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, parallel, write);
        }
        catch (AggregateException failures)
        {
            // The first tells all: the others failed for the same reason or were stopped by it.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }
    }

    private static void WriteMetadata(string path, IEnumerable<(GenerationManifest.ShardEntry Shard, GeneratedSample Sample)> rows)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        var hasHeader = false;
        foreach (var (shard, sample) in rows)
        {
            if (!hasHeader)
                writer.WriteLine(string.Join('\t', sample.Columns.Select(column => column.Name).Prepend("shard")));
            hasHeader = true;
            writer.WriteLine(string.Join('\t', sample.Columns.Select(column => column.Value).Prepend(shard.File)));
        }
    }
}
