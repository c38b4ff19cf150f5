using System.Collections.Immutable;

namespace AkkaClip.Core.Sampling;

/// <summary>
/// Who computes which positions. Step k takes positions [k B, (k + 1) B) of the sample stream; the ranks take contiguous
/// parts in rank order, the first B mod N of them one sample more. The step's samples do not depend on N.
/// </summary>
public sealed record BatchPlan
{
    /// <param name="globalBatch">B, samples of a step over all ranks, at least 1.</param>
    public BatchPlan(int globalBatch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(globalBatch);
        GlobalBatch = globalBatch;
    }

    public int GlobalBatch { get; }

    public PositionRange Step(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return new PositionRange(checked(step * GlobalBatch), GlobalBatch);
    }

    /// <summary>The part of one rank; empty where there are more ranks than samples.</summary>
    public PositionRange Slice(long step, int rank, int worldSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(worldSize);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, worldSize);
        var (share, more) = Math.DivRem(GlobalBatch, worldSize);
        var start = (rank * share) + Math.Min(rank, more);
        return new PositionRange(Step(step).Start + start, share + (rank < more ? 1 : 0));
    }

    /// <summary>Samples of every rank, in rank order; they add up to B.</summary>
    public ImmutableArray<int> SliceCounts(int worldSize) =>
        [.. Enumerable.Range(0, worldSize).Select(rank => Slice(0, rank, worldSize).Count)];
}
