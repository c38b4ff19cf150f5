using System.Collections.Immutable;
using System.Text.Json;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>What makes a folder a checkpoint: written last, so that a folder without one was never finished.</summary>
public sealed record CheckpointManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The layout that this code writes and reads.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required int Format { get; init; }
    public required string Run { get; init; }

    /// <summary>Steps that the state has behind it; the next one to do has this number.</summary>
    public required long Step { get; init; }

    /// <summary>Samples seen by those steps.</summary>
    public required long NumSamples { get; init; }

    /// <summary>Steps among them that were skipped because they were not finite.</summary>
    public required long NumSkippedSteps { get; init; }

    /// <summary>See <see cref="ConfigurationHash"/>.</summary>
    public required string Configuration { get; init; }

    /// <summary>The AkkaClip that wrote it.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }
    public required ImmutableArray<CheckpointFile> Files { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="CheckpointException">There is no manifest, or it is not one.</exception>
    public static CheckpointManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(File.ReadAllText(path), Json)
                ?? throw new CheckpointException($"{path} is empty");
            return manifest.Format == CurrentFormat
                ? manifest
                : throw new CheckpointException($"{path} has format {manifest.Format}; this AkkaClip reads format {CurrentFormat}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{folder} is no checkpoint: it has no {FileName}; name a folder such as runs/NAME/checkpoints/step-00000500", e);
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"{path} is no checkpoint's manifest: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>One file of a checkpoint.</summary>
/// <param name="Name">Relative to the checkpoint's folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its content, in lower-case hexadecimal.</param>
public sealed record CheckpointFile(string Name, long Bytes, string Sha256);
