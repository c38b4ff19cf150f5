using System.Collections.Concurrent;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Training;

/// <summary>Where a loader leaves its batches for the trainer beside it, so that messages carry names and never pixels.</summary>
internal sealed class BatchShelf
{
    private readonly ConcurrentDictionary<PositionRange, Batch> _batches = new();

    public void Put(PositionRange slice, Batch batch) => _batches[slice] = batch;

    /// <summary>Hands a batch over; null: it is not, or no longer, there.</summary>
    public Batch? Take(PositionRange slice) => _batches.TryRemove(slice, out var batch) ? batch : null;

    /// <summary>Lets go of what an aborted generation left.</summary>
    public void Clear() => _batches.Clear();
}
