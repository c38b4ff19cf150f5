using System.Collections.Immutable;
using AkkaClip.Data.Downloads.Shards;

namespace AkkaClip.Data.Downloads;

/// <summary>Counts a download as it goes. For many threads.</summary>
internal sealed class DownloadTally
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<DownloadProblem, long> _problems = [];
    private DownloadCounts _counts = new();

    public void Requested()
    {
        lock (_gate)
            _counts = _counts with { NumRequests = _counts.NumRequests + 1 };
    }

    public void Fetched(long bytes)
    {
        lock (_gate)
            _counts = _counts with { NumBytesFetched = _counts.NumBytesFetched + bytes };
    }

    /// <summary>A row has ended now.</summary>
    public void Ended(DownloadProblem? problem)
    {
        lock (_gate)
        {
            Add(problem, 1);
            _counts = _counts with { NumRowsNow = _counts.NumRowsNow + 1 };
        }
    }

    /// <summary>A row had ended in an earlier call.</summary>
    public void Found(DownloadProblem? problem, int count)
    {
        lock (_gate)
            Add(problem, count);
    }

    /// <summary>A shard is finished now.</summary>
    public void Finished()
    {
        lock (_gate)
            _counts = _counts with { NumShards = _counts.NumShards + 1 };
    }

    /// <summary>A shard was finished in an earlier call.</summary>
    public void Found(ShardStatistics statistics)
    {
        Finished();
        lock (_gate)
        {
            foreach (var (status, count) in statistics.StatusDict)
                Add(DownloadProblems.Parse(status), count);
        }
    }

    public DownloadCounts Counts(IEnumerable<KeyValuePair<string, DownloadProblem>> hostsInTrouble)
    {
        lock (_gate)
            return _counts with { Problems = _problems.ToImmutableSortedDictionary(), HostsInTrouble = hostsInTrouble.ToImmutableSortedDictionary() };
    }

    private void Add(DownloadProblem? problem, int count)
    {
        if (problem is { } kind)
            _problems[kind] = _problems.GetValueOrDefault(kind) + count;
        _counts = _counts with { NumRows = _counts.NumRows + count, NumSuccesses = _counts.NumSuccesses + (problem is null ? count : 0) };
    }
}
