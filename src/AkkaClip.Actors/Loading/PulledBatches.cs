using System.Collections.Immutable;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;

namespace AkkaClip.Actors.Loading;

/// <summary>
/// A run's batches, pulled from the nodes that serve it. What is expected is asked for ahead and waits here; memory is bounded
/// by the number of batches ahead, and by the one that is wanted.
/// </summary>
/// <param name="options">What is pulled.</param>
/// <param name="client">Connections.</param>
/// <param name="directory">Who serves the run.</param>
/// <param name="report">Takes one line for each node that fails.</param>
/// <param name="time">The clock.</param>
internal sealed class PulledBatches(
    PullOptions options, BulkClient client, LoaderDirectory directory, Action<string> report, TimeProvider time) : IBatchLoader
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PositionRange, SlicePull> _pulls = [];
    private ImmutableSortedDictionary<SampleProblemKind, long> _problems = ImmutableSortedDictionary<SampleProblemKind, long>.Empty;
    private long _numSamples;
    private bool _isClosed;

    public LoaderStatistics Statistics
    {
        get
        {
            lock (_gate)
                return new LoaderStatistics(_numSamples, _problems, 0, []);
        }
    }

    internal PullOptions Options => options;

    internal BulkClient Client => client;

    internal LoaderDirectory Directory => directory;

    internal TimeProvider Time => time;

    internal LoaderTurns Turns { get; } = new(time, report);

    public async Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default)
    {
        SlicePull pull;
        lock (_gate)
        {
            pull = Find(slice);
            pull.IsWanted = true;
        }

        using var giveUp = cancellation.Register(pull.Cancel);
        try
        {
            return await pull.Result.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (_pulls.GetValueOrDefault(slice) == pull)
                    _pulls.Remove(slice);
            }
        }
    }

    public void Expect(IReadOnlyList<PositionRange> upcoming)
    {
        List<SlicePull> dropped = [];
        lock (_gate)
        {
            var expected = upcoming.Take(options.MaxAhead).ToHashSet();
            foreach (var (slice, pull) in _pulls.Where(pull => !pull.Value.IsWanted && !expected.Contains(pull.Key)).ToList())
            {
                _pulls.Remove(slice);
                dropped.Add(pull);
            }

            foreach (var slice in expected)
                Find(slice);
        }

        foreach (var pull in dropped)
            pull.Cancel();
    }

    /// <summary>Nothing to do: batches that came over a link are not made into buffers again.</summary>
    public void Recycle(Batch batch)
    {
    }

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        List<SlicePull> left;
        lock (_gate)
        {
            _isClosed = true;
            left = [.. _pulls.Values];
            _pulls.Clear();
        }
        foreach (var pull in left)
            pull.Cancel();
    }

    /// <summary>A batch has come, and with it what its node could not use.</summary>
    internal void Count(Batch batch, ImmutableSortedDictionary<SampleProblemKind, long> problems)
    {
        lock (_gate)
        {
            _numSamples += batch.Count;
            foreach (var (kind, count) in problems)
                _problems = _problems.SetItem(kind, _problems.GetValueOrDefault(kind) + count);
        }
    }

    private SlicePull Find(PositionRange slice)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (!_pulls.TryGetValue(slice, out var pull))
            _pulls[slice] = pull = new SlicePull(this, slice);
        return pull;
    }
}
