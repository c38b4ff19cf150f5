using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>The checkpoints of one run on disk: <c>checkpoints/step-00000500/</c> and so on.</summary>
/// <remarks>
/// A checkpoint appears under its name at once and whole: it is written into a folder with a leading dot, flushed, its
/// manifest last, and then renamed. What a failure leaves half-written is removed at once, what a killed process left by the next write.
/// </remarks>
public sealed class CheckpointStore
{
    private const string Prefix = "step-", Unfinished = ".writing-";

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

    /// <summary>Writes a checkpoint: the files by <paramref name="writeFiles"/>, then the manifest; returns the finished folder.</summary>
    /// <param name="writeFiles">Writes all files into the folder that it is given.</param>
    /// <param name="manifest">Everything but files and time.</param>
    /// <exception cref="CheckpointException">The disk refused; whatever was there before is untouched.</exception>
    public (string Folder, CheckpointManifest Manifest) Write(CheckpointManifest manifest, Action<string> writeFiles)
    {
        var target = FolderOf(manifest.Step);
        var temporary = Path.Combine(_root, Unfinished + Path.GetFileName(target));
        try
        {
            RemoveUnfinished();
            Directory.CreateDirectory(temporary);
            writeFiles(temporary);
            var complete = manifest with { Files = FlushAndDescribe(temporary), WrittenAt = _time.GetUtcNow() };
            var manifestPath = Path.Combine(temporary, CheckpointManifest.FileName);
            File.WriteAllText(manifestPath, complete.ToJson());
            DurableDisk.FlushFile(manifestPath);
            DurableDisk.FlushFolder(temporary);
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true); // a rejected one of the same step, or the same state once more
            Directory.Move(temporary, target);
            DurableDisk.FlushFolder(_root);
            return (target, complete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RemoveAfterFailure(temporary);
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
            var path = Path.Combine(folder, expected.Name);
            if (!File.Exists(path))
                throw new CheckpointException($"{path} is missing");
            var bytes = new FileInfo(path).Length;
            if (bytes != expected.Bytes)
                throw new CheckpointException($"{path} has {bytes} bytes instead of {expected.Bytes}");
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

    /// <summary>Deletes the checkpoints that need not stay.</summary>
    public void Prune(CheckpointSpec spec)
    {
        foreach (var step in Retention.ToDelete(Steps(), spec))
            Directory.Delete(FolderOf(step), recursive: true);
    }

    /// <summary>At once: what is half written may hold the last of the disk, which the run's records need.</summary>
    private static void RemoveAfterFailure(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report; the next write tries again, and reports this one if it stays.
        }
    }

    private void RemoveUnfinished()
    {
        if (!Directory.Exists(_root))
            return;
        foreach (var folder in Directory.EnumerateDirectories(_root, $"{Unfinished}*"))
            Directory.Delete(folder, recursive: true);
    }

    private static ImmutableArray<CheckpointFile> FlushAndDescribe(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        files.ForEach(DurableDisk.FlushFile);
        return [.. files.Select(path => new CheckpointFile(Path.GetRelativePath(folder, path), new FileInfo(path).Length, Sha256Of(path)))];
    }

    private static string Sha256Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
