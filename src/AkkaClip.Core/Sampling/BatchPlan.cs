using System.Collections.Immutable;

namespace AkkaClip.Core.Sampling;

/// <summary>
/// Who computes which positions. Step k takes positions [k B, (k + 1) B) of the sample stream; the ranks take contiguous
/// parts in rank order, the first B mod N of them one sample more. The step's samples do not depend on N.
/// </summary>
/// <remarks>
/// With L logical shards it is these that are cut so, whatever N is, and the ranks take whole shards, the first L mod N of
/// them one shard more: what is computed together is always the same.
/// </remarks>
public sealed record BatchPlan
{
    /// <param name="globalBatch">B, samples of a step over all ranks, at least 1.</param>
    /// <param name="logicalShards">L, 1 to B; 0: the batch is cut by ranks alone.</param>
    public BatchPlan(int globalBatch, int logicalShards = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(globalBatch);
        ArgumentOutOfRangeException.ThrowIfNegative(logicalShards);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logicalShards, globalBatch);
        GlobalBatch = globalBatch;
        LogicalShards = logicalShards;
    }

    public int GlobalBatch { get; }

    public int LogicalShards { get; }

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
        var (start, count) = LogicalShards == 0 ? Part(GlobalBatch, rank, worldSize) : Rows(Part(LogicalShards, rank, worldSize));
        return new PositionRange(Step(step).Start + start, count);
    }

    /// <summary>Samples of every rank, in rank order; they add up to B.</summary>
    public ImmutableArray<int> SliceCounts(int worldSize) =>
        [.. Enumerable.Range(0, worldSize).Select(rank => Slice(0, rank, worldSize).Count)];

    /// <summary>Samples of every logical shard of every rank's slice, in order; none where there are more ranks than shards. Empty: there are no logical shards.</summary>
    public ImmutableArray<ImmutableArray<int>> ShardCounts(int worldSize) => LogicalShards == 0 ? [] :
    [
        .. from rank in Enumerable.Range(0, worldSize)
           let shards = Part(LogicalShards, rank, worldSize)
           select Enumerable.Range(shards.Start, shards.Count).Select(shard => Part(GlobalBatch, shard, LogicalShards).Count).ToImmutableArray()
    ];

    /// <summary>Of a whole cut into contiguous parts as equal as possible, longer ones first, one part.</summary>
    private static (int Start, int Count) Part(int whole, int part, int numParts)
    {
        var (share, more) = Math.DivRem(whole, numParts);
        return ((part * share) + Math.Min(part, more), share + (part < more ? 1 : 0));
    }

    /// <summary>The rows of consecutive shards.</summary>
    private (int Start, int Count) Rows((int Start, int Count) shards)
    {
        var start = shards.Start == LogicalShards ? GlobalBatch : Part(GlobalBatch, shards.Start, LogicalShards).Start;
        var end = shards.Start + shards.Count;
        return (start, (end == LogicalShards ? GlobalBatch : Part(GlobalBatch, end, LogicalShards).Start) - start);
    }
}
