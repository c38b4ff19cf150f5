using System.Collections.Immutable;

namespace AkkaClip.Data.Downloads;

/// <summary>What a download has done so far.</summary>
public sealed record DownloadCounts
{
    /// <summary>Rows that have ended, in this call or an earlier one.</summary>
    public long NumRows { get; init; }

    public long NumSuccesses { get; init; }

    /// <summary>Rows that this call ended.</summary>
    public long NumRowsNow { get; init; }

    /// <summary>Bytes that came over the network for rows of this call, failed and resized ones too.</summary>
    public long NumBytesFetched { get; init; }

    /// <summary>Requests of this call, redirects and repeats included.</summary>
    public long NumRequests { get; init; }

    /// <summary>Shards that are finished.</summary>
    public long NumShards { get; init; }

    /// <summary>Rows without a sample, by reason.</summary>
    public ImmutableSortedDictionary<DownloadProblem, long> Problems { get; init; } = ImmutableSortedDictionary<DownloadProblem, long>.Empty;

    /// <summary>Hosts given up at the moment, with the last problem of each.</summary>
    public ImmutableSortedDictionary<string, DownloadProblem> HostsInTrouble { get; init; } = ImmutableSortedDictionary<string, DownloadProblem>.Empty;
}
