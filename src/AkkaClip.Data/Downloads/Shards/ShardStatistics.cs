using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>What is said of a finished shard beside it, in img2dataset's words, and why rows failed.</summary>
internal sealed record ShardStatistics
{
    public required int Count { get; init; }

    public required int Successes { get; init; }

    public required int FailedToDownload { get; init; }

    public required int FailedToResize { get; init; }

    /// <summary>Bytes of the pictures.</summary>
    public required long Bytes { get; init; }

    /// <summary>Rows by what became of them: <c>success</c>, or the problem's name.</summary>
    public required ImmutableSortedDictionary<string, int> StatusDict { get; init; }

    public static ShardStatistics Of(IReadOnlyCollection<JournalEntry> entries) => new()
    {
        Count = entries.Count,
        Successes = entries.Count(entry => entry.Problem is null),
        FailedToDownload = entries.Count(entry => DownloadProblems.Status(entry.Problem) == "failed_to_download"),
        FailedToResize = entries.Count(entry => DownloadProblems.Status(entry.Problem) == "failed_to_resize"),
        Bytes = entries.Sum(entry => (long)entry.NumBytes),
        StatusDict = entries.GroupBy(entry => entry.Problem?.Name() ?? "success").ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Count()),
    };

    public static ShardStatistics Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), ShardStatisticsJson.Default.ShardStatistics) ?? throw new InvalidDataException($"{path} is empty");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ShardStatisticsJson.Default.ShardStatistics);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ShardStatistics))]
internal sealed partial class ShardStatisticsJson : JsonSerializerContext;
