using System.Collections.Immutable;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Model.Replicas;

/// <summary>What a trainer knows of a step beside its own slice.</summary>
/// <param name="Step">Number of the step, from 0.</param>
/// <param name="SliceSizes">Samples of every rank's slice, by rank; their sum is the global batch.</param>
public sealed record StepContext(long Step, ImmutableArray<int> SliceSizes)
{
    /// <summary>Samples of every logical shard of every rank's slice, by rank, in order; empty: the slices are not cut into shards.</summary>
    public ImmutableArray<ImmutableArray<int>> Shards { get; init; } = [];

    public bool IsSharded => !Shards.IsEmpty;

    /// <summary>What each of so many ranks is to compute.</summary>
    public static StepContext Of(long step, BatchPlan batches, int worldSize) =>
        new(step, batches.SliceCounts(worldSize)) { Shards = batches.ShardCounts(worldSize) };

    /// <summary>What a rank computes by itself, in order: its shards, or its slice if that is not empty.</summary>
    public ImmutableArray<int> Parts(int rank) => IsSharded ? Shards[rank] : SliceSizes[rank] > 0 ? [SliceSizes[rank]] : [];

    /// <summary>B.</summary>
    public int GlobalBatch => SliceSizes.Sum();

    /// <summary>Row of the global batch that a rank's slice starts at.</summary>
    public int FirstRow(int rank) => SliceSizes.AsSpan()[..rank].ToArray().Sum();
}
