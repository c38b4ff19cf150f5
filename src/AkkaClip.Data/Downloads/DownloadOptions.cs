using AkkaClip.Data.Downloads.Fetching;
using AkkaClip.Data.Downloads.Pictures;

namespace AkkaClip.Data.Downloads;

/// <summary>A whole download.</summary>
public sealed record DownloadOptions
{
    public FetchOptions Fetch { get; init; } = new();

    public PictureOptions Picture { get; init; } = new();

    /// <summary>Requests under way at a time, to all hosts.</summary>
    public int NumRequests { get; init; } = 128;

    /// <summary>Threads that decode and encode; 0: one a core.</summary>
    public int NumThreads { get; init; }

    /// <summary>Further requests after one that failed for a reason that may pass.</summary>
    public int NumRetries { get; init; } = 2;

    /// <summary>Rows of a shard, 1 to 1,000,000; a shard has as many samples as rows succeed.</summary>
    public int RowsPerShard { get; init; } = 10_000;

    /// <summary>Shards under way at a time: the slow rows of one do not hold up the next.</summary>
    public int MaxOpenShards { get; init; } = 4;

    /// <summary>Whether rows of finished shards that failed are asked for again, where that is allowed.</summary>
    public bool RetriesFailed { get; init; }
}
