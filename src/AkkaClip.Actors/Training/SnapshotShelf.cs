using System.Collections.Concurrent;
using AkkaClip.Core.Membership;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>
/// Where trainers leave host copies of the state for those who write or evaluate them, so that messages carry names and
/// never tensors. The coordinator drops a copy when the last of them is done.
/// </summary>
public sealed class SnapshotShelf
{
    private readonly ConcurrentDictionary<(RunId Run, long Step), ReplicaState> _states = new();

    /// <param name="step">Steps that the state has behind it.</param>
    public void Put(RunId run, long step, ReplicaState state) => _states[(run, step)] = state;

    /// <exception cref="KeyNotFoundException">It was dropped, or never taken.</exception>
    public ReplicaState Get(RunId run, long step) =>
        _states.TryGetValue((run, step), out var state)
            ? state
            : throw new KeyNotFoundException($"no copy of the state of run {run} behind {step} steps is held");

    public void Drop(RunId run, long step) => _states.TryRemove((run, step), out _);

    /// <summary>Drops all copies of a run.</summary>
    public void Drop(RunId run)
    {
        foreach (var key in _states.Keys.Where(key => key.Run == run))
            _states.TryRemove(key, out _);
    }

    /// <summary>Copies held at the moment.</summary>
    public int Count => _states.Count;
}
