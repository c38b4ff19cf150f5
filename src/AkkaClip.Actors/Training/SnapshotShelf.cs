using System.Collections.Concurrent;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>
/// Where a trainer leaves host copies of its parts of checkpoints for its checkpoint writer, so that messages carry names and never
/// tensors. The writer takes them away.
/// </summary>
internal sealed class SnapshotShelf
{
    private readonly ConcurrentDictionary<long, ReplicaState> _states = new();

    /// <param name="step">Steps that the state has behind it.</param>
    public void Put(long step, ReplicaState state) => _states[step] = state;

    /// <exception cref="KeyNotFoundException">It was taken, or never put there.</exception>
    public ReplicaState Take(long step) =>
        _states.TryRemove(step, out var state) ? state : throw new KeyNotFoundException($"no copy of the state behind {step} steps is held");
}
