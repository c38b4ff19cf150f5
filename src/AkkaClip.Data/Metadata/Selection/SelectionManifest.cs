using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>How a selection was made, and of what: <c>manifest.json</c> in its folder, written last.</summary>
public sealed record SelectionManifest
{
    public const string FileName = "manifest.json";
    public const string CurrentFormat = "akkaclip-metadata-1";

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" };

    public required string Format { get; init; }

    /// <summary>What was asked: filter, presets, seed, samples.</summary>
    public required ImmutableSortedDictionary<string, string> Asked { get; init; }
    public required long Rows { get; init; }
    public required long Kept { get; init; }
    public required ImmutableSortedDictionary<string, long> Dropped { get; init; }
    public required ImmutableArray<Entry> Inputs { get; init; }
    public required ImmutableArray<Entry> Outputs { get; init; }

    /// <param name="File">Its name; of an output within the folder.</param>
    /// <param name="Rows">Rows in it.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Sha256">Of its bytes.</param>
    public sealed record Entry(string File, long Rows, long Bytes, string Sha256);

    /// <summary>Reads all files once more for their hashes, and writes the manifest.</summary>
    public static async Task<SelectionManifest> WriteAsync(
        string folder, IReadOnlyDictionary<string, string> asked, SelectionReport report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (inputs, outputs) = (new List<Entry>(), new List<Entry>());
        foreach (var file in report.Files)
        {
            inputs.Add(await HashAsync(file.Input, file.Input, file.Rows, cancellation));
            if (file.Output is { } output)
                outputs.Add(await HashAsync(output, Path.GetFileName(output), file.Kept, cancellation));
        }
        var manifest = new SelectionManifest
        {
            Format = CurrentFormat, Asked = asked.ToImmutableSortedDictionary(), Rows = report.Rows, Kept = report.Kept,
            Dropped = report.Dropped, Inputs = [.. inputs], Outputs = [.. outputs],
        };
        var path = Path.Combine(folder, FileName);
        await File.WriteAllTextAsync(path + ".part", JsonSerializer.Serialize(manifest, s_json) + "\n", cancellation);
        File.Move(path + ".part", path, overwrite: true);
        return manifest;
    }

    private static async Task<Entry> HashAsync(string path, string name, long rows, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return new Entry(name, rows, stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)));
    }
}
