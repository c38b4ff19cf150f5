using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaClip.Data.Downloads.Pictures;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Downloads;

/// <summary>
/// Of what a folder of shards was made, beside them: a download goes on only with the same rows and the same pictures, since
/// shards of two kinds would look alike.
/// </summary>
public sealed record DownloadManifest
{
    public const string FileName = "download.json";

    public required ImmutableArray<Input> Inputs { get; init; }

    public required ImmutableArray<string> Fields { get; init; }

    public required int RowsPerShard { get; init; }

    public required PictureOptions Picture { get; init; }

    public static DownloadManifest Of(DownloadInput input, DownloadOptions options) => new()
    {
        Inputs = [.. input.Files.Select(file => new Input(Path.GetFileName(file), new FileInfo(file).Length))],
        Fields = input.FieldNames,
        RowsPerShard = options.RowsPerShard,
        Picture = options.Picture,
    };

    /// <summary>Begins a folder, or makes sure that it was begun alike.</summary>
    /// <exception cref="DataSourceException">It was begun otherwise.</exception>
    public void Claim(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var own = JsonSerializer.SerializeToUtf8Bytes(this, DownloadManifestJson.Default.DownloadManifest);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(path + ".tmp", own);
            File.Move(path + ".tmp", path);
        }
        else if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(own))
        {
            throw new DataSourceException(path, $"this folder was begun with {Difference(path)}", "continue with the same inputs and options, or use another output folder");
        }
    }

    private string Difference(string path)
    {
        DownloadManifest? there;
        try
        {
            there = JsonSerializer.Deserialize(File.ReadAllBytes(path), DownloadManifestJson.Default.DownloadManifest);
        }
        catch (JsonException)
        {
            there = null;
        }
        return there is null ? "something else than a download"
            : !there.Inputs.SequenceEqual(Inputs) ? $"other inputs: {string.Join(", ", there.Inputs.Select(input => $"{input.Name} ({input.NumBytes} bytes)"))}"
            : there.RowsPerShard != RowsPerShard ? $"{there.RowsPerShard} rows a shard"
            : !there.Fields.SequenceEqual(Fields) ? $"other kept columns: {string.Join(", ", there.Fields)}"
            : $"other pictures: {there.Picture}";
    }

    /// <param name="Name">Of the file, without its folder.</param>
    /// <param name="NumBytes">Its length.</param>
    public sealed record Input(string Name, long NumBytes);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(DownloadManifest))]
internal sealed partial class DownloadManifestJson : JsonSerializerContext;
