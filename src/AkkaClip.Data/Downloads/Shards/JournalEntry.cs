using System.Text.Json.Serialization;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>The end of a row as a journal keeps it; the picture's bytes lie beside it.</summary>
internal sealed record JournalEntry
{
    /// <summary>Of the row in its shard.</summary>
    public required int Index { get; init; }

    /// <summary>Of the row's URL: rows of another input do not belong into this journal.</summary>
    public required string Url { get; init; }

    public DownloadProblem? Problem { get; init; }

    public string? Detail { get; init; }

    public int NumAttempts { get; init; }

    public string? Extension { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public int OriginalWidth { get; init; }

    public int OriginalHeight { get; init; }

    public string? Sha256 { get; init; }

    public ulong PerceptualHash { get; init; }

    /// <summary>Where the picture's bytes lie in the journal.</summary>
    [JsonIgnore]
    public long Offset { get; init; }

    /// <summary>How many there are.</summary>
    [JsonIgnore]
    public int NumBytes { get; init; }

    public static JournalEntry Of(int index, string url, RowOutcome outcome)
    {
        var entry = new JournalEntry { Index = index, Url = url, Problem = outcome.Problem, Detail = outcome.Detail, NumAttempts = outcome.NumAttempts };
        return outcome.Picture is not { } picture ? entry : entry with
        {
            Extension = picture.Extension,
            Width = picture.Width,
            Height = picture.Height,
            OriginalWidth = picture.OriginalWidth,
            OriginalHeight = picture.OriginalHeight,
            Sha256 = picture.Sha256,
            PerceptualHash = picture.PerceptualHash,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
