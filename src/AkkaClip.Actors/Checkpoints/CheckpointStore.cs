using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>The checkpoints of one run on disk: <c>checkpoints/step-00000500/</c> and so on.</summary>
/// <remarks>
/// A checkpoint appears under its name at once and whole: the trainers write their stripes into a folder with a leading
/// dot and flush them, the coordinator writes the manifest last and renames it. What a failure
/// leaves half-written is removed at once, what a killed coordinator left with the next checkpoint.
/// </remarks>
public sealed class CheckpointStore
{
    private const string Prefix = "step-", Unfinished = ".writing-step-";

    private readonly string _root;
    private readonly TimeProvider _time;

    /// <param name="runFolder">The run's own folder.</param>
    public CheckpointStore(string runFolder, TimeProvider time)
    {
        _root = Path.Combine(runFolder, "checkpoints");
        _time = time;
    }

    public string FolderOf(long step) => Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D8}"));

    /// <summary>The steps that have a folder, newest first; whether they are valid is for <see cref="Verify"/> to say.</summary>
    public ImmutableArray<long> Steps()
    {
        if (!Directory.Exists(_root))
            return [];
        return [.. Directory.EnumerateDirectories(_root, $"{Prefix}*")
            .Select(folder => Path.GetFileName(folder)[Prefix.Length..])
            .Select(digits => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1)
            .Where(step => step >= 0)
            .OrderDescending()];
    }

    /// <summary>Where the stripes of a checkpoint are written before it is finished.</summary>
    /// <param name="generation">The generation that took the step: its members alone write there.</param>
    public string UnfinishedFolderOf(long step, int generation) => Path.Combine(
        _root, string.Create(CultureInfo.InvariantCulture, $"{Unfinished}{step:D8}-generation-{generation}"));

    /// <summary>Writes one trainer's files of an unfinished checkpoint, and waits until they are on the disk.</summary>
    /// <param name="writeFiles">Writes the stripe's files into the folder that it is given; returns their names.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public static ImmutableArray<CheckpointFile> WriteStripe(StripeOrder order, Func<string, IEnumerable<string>> writeFiles)
    {
        Directory.CreateDirectory(order.Folder);
        return [.. writeFiles(order.Folder).Order(StringComparer.Ordinal).Select(name => Describe(order.Folder, name))];
    }

    /// <summary>Makes a checkpoint of the stripes in a folder: its manifest is written, then it gets its name.</summary>
    /// <param name="unfinished">See <see cref="UnfinishedFolderOf"/>.</param>
    /// <param name="manifest">Everything but the time.</param>
    /// <exception cref="CheckpointException">The disk refused, or a file is not there; whatever was there before is untouched.</exception>
    public (string Folder, CheckpointManifest Manifest) Finish(string unfinished, CheckpointManifest manifest)
    {
        var target = FolderOf(manifest.Step);
        try
        {
            foreach (var file in manifest.Files)
                CheckLength(unfinished, file);
            var complete = manifest with { WrittenAt = _time.GetUtcNow() };
            var manifestPath = Path.Combine(unfinished, CheckpointManifest.FileName);
            File.WriteAllText(manifestPath, complete.ToJson());
            DurableDisk.FlushFile(manifestPath);
            DurableDisk.FlushFolder(unfinished);
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true); // a rejected one of the same step, or the same state once more
            Directory.Move(unfinished, target);
            DurableDisk.FlushFolder(_root);
            return (target, complete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
        {
            Discard(unfinished);
            throw new CheckpointException($"the checkpoint of step {manifest.Step} cannot be written to {_root}: {e.Message}", e);
        }
    }

    /// <summary>Reads the manifest of a checkpoint and compares every file with it.</summary>
    /// <exception cref="CheckpointException">A file is missing, has another length or another hash.</exception>
    public static CheckpointManifest Verify(string folder)
    {
        var manifest = CheckpointManifest.Read(folder);
        foreach (var expected in manifest.Files)
        {
            var path = CheckLength(folder, expected);
            if (Sha256Of(path) is var actual && actual != expected.Sha256)
                throw new CheckpointException($"{path} has SHA-256 {actual} instead of {expected.Sha256}");
        }

        return manifest;
    }

    /// <summary>The newest checkpoint that holds what its manifest says; null: there is none.</summary>
    /// <param name="rejected">Told about every newer one that does not.</param>
    public (string Folder, CheckpointManifest Manifest)? FindNewestValid(Action<string, string> rejected)
    {
        foreach (var folder in Steps().Select(FolderOf))
        {
            try
            {
                return (folder, Verify(folder));
            }
            catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
            {
                rejected(folder, e.Message);
            }
        }

        return null;
    }

    /// <summary>Deletes the checkpoints that need not stay, and what unfinished ones older than the newest left behind.</summary>
    /// <param name="inUse">Steps whose checkpoints somebody reads.</param>
    public void Prune(CheckpointSpec spec, ImmutableArray<long> inUse)
    {
        var steps = Steps();
        foreach (var step in Retention.ToDelete(steps, spec).Except(inUse))
            Directory.Delete(FolderOf(step), recursive: true);
        foreach (var folder in Directory.EnumerateDirectories(_root, $"{Unfinished}*").Where(folder => !steps.IsEmpty && StepOfUnfinished(folder) <= steps[0]))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Removes what is half written, at once: it may hold the last of the disk, which the run's records need.</summary>
    public static void Discard(string unfinished)
    {
        try
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report; the next checkpoint tries again.
        }
    }

    private static long StepOfUnfinished(string folder) =>
        long.TryParse(Path.GetFileName(folder)[Unfinished.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : long.MaxValue;

    private static CheckpointFile Describe(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        DurableDisk.FlushFile(path);
        return new CheckpointFile(name, new FileInfo(path).Length, Sha256Of(path));
    }

    private static string CheckLength(string folder, CheckpointFile expected)
    {
        var path = Path.Combine(folder, expected.Name);
        if (!File.Exists(path))
            throw new CheckpointException($"{path} is missing");
        var bytes = new FileInfo(path).Length;
        return bytes == expected.Bytes ? path : throw new CheckpointException($"{path} has {bytes} bytes instead of {expected.Bytes}");
    }

    private static string Sha256Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
