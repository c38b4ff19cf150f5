using System.Collections.Immutable;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Batches;

/// <summary>Counts samples and replacements, and says when there are too many of the latter. Thread-safe.</summary>
internal sealed class ReplacementLedger(string description, double maxShare, long numSamples)
{
    /// <summary>The share is taken of at least so many samples, or of an epoch: one bad sample at the start is no verdict.</summary>
    private const long ShareBase = 1000;

    private const int MaxRecent = 10;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<SampleProblemKind, long> _byKind = [];
    private readonly Queue<string> _recent = [];
    private long _made;
    private long _replaced;

    public void CountMade()
    {
        lock (_lock)
            _made++;
    }

    /// <exception cref="DataSourceException">More samples were replaced than the specification allows.</exception>
    public void CountReplaced(SampleProblem problem)
    {
        lock (_lock)
        {
            _replaced++;
            _byKind[problem.Kind] = _byKind.GetValueOrDefault(problem.Kind) + 1;
            _recent.Enqueue($"{problem.Kind}: {problem.Message}");
            if (_recent.Count > MaxRecent)
                _recent.Dequeue();
            if (_replaced > maxShare * Math.Max(_made, Math.Min(ShareBase, numSamples)))
                throw TooMany();
        }
    }

    public LoaderStatistics Snapshot(long cachedBytes)
    {
        lock (_lock)
            return new LoaderStatistics(_made, _byKind.ToImmutableSortedDictionary(), cachedBytes, [.. _recent]);
    }

    private DataSourceException TooMany()
    {
        var reasons = string.Join(", ", _byKind.Select(pair => $"{pair.Value} {pair.Key}"));
        return new DataSourceException(
            description,
            $"{_replaced} unusable samples among {_made + 1} ({reasons}), more than the share of {maxShare}; the last: {_recent.Last()}",
            "repair the data, or raise the share of replaced samples");
    }
}
