using System.Collections.Immutable;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Loading;

/// <summary>
/// Whom to ask for a slice: nodes take turns by the slice's place in the stream, so that each gets its share whatever the
/// number of trainers. One that failed comes last for a while, and is told of once. Thread-safe.
/// </summary>
/// <param name="report">Takes one line for each node that fails after it had answered.</param>
internal sealed class LoaderTurns(TimeProvider time, Action<string> report)
{
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<LoaderAddress, long> _failed = [];
    private bool _isNobodyThere;

    /// <summary>The next one to ask; null: all were tried.</summary>
    public LoaderAddress? Next(PositionRange slice, ImmutableArray<LoaderAddress> loaders, HashSet<LoaderAddress> tried)
    {
        if (loaders.IsEmpty)
            return null;
        var first = (int)(slice.Start / slice.Count % loaders.Length);
        var turns = loaders.Skip(first).Concat(loaders.Take(first)).Where(loader => !tried.Contains(loader)).ToList();
        lock (_gate)
        {
            _isNobodyThere = false;
            return turns.Find(loader => !Rests(loader)) ?? turns.FirstOrDefault();
        }
    }

    public void Answered(LoaderAddress loader)
    {
        lock (_gate)
            _failed.Remove(loader);
    }

    public void Failed(LoaderAddress loader, string reason)
    {
        bool isNews;
        lock (_gate)
        {
            isNews = !_failed.ContainsKey(loader);
            _failed[loader] = time.GetTimestamp();
        }
        if (isNews)
            report($"node {loader.Node}: {reason}");
    }

    /// <summary>Tells once that there is nobody to ask.</summary>
    public void NobodyIsThere()
    {
        lock (_gate)
        {
            if (_isNobodyThere)
                return;
            _isNobodyThere = true;
        }
        report("no node of role data serves the run; training waits for one");
    }

    private bool Rests(LoaderAddress loader) => _failed.TryGetValue(loader, out var since) && time.GetElapsedTime(since) < s_rest;
}
