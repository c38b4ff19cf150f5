using System.Collections.Immutable;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.InProcess;

/// <summary>One member of a group in this process.</summary>
internal sealed class InProcessMember(InProcessGroup group, int rank) : ICollectiveMember
{
    public int Rank => rank;

    public int WorldSize => group.WorldSize;

    public ICollectiveOperation AllGather(ReadOnlyMemory<float> shard, Memory<float> all, ImmutableArray<int> shardLengths)
    {
        ShardLengths.Check(WorldSize, rank, shard.Length, all.Length, shardLengths);
        return group.Post(rank, number => new AllGatherOperation(group, number, shardLengths), operation => operation.Arrive(rank, shard, all));
    }

    public ICollectiveOperation AllReduceSum(Memory<float> buffer) =>
        group.Post(rank, number => new AllReduceOperation(group, number, buffer.Length), operation => operation.Arrive(rank, buffer));

    public ICollectiveOperation ReduceScatterSum(Memory<float> buffer, ImmutableArray<int> partLengths)
    {
        ShardLengths.Check(WorldSize, rank, null, buffer.Length, partLengths);
        return group.Post(rank, number => new ReduceScatterOperation(group, number, partLengths), operation => operation.Arrive(rank, buffer));
    }

    public ICollectiveOperation AllReduceSum(ImmutableArray<Memory<float>> contributions, Memory<float> sum, ImmutableArray<int> numContributions)
    {
        Contributions.Check(WorldSize, rank, contributions, sum.Length, numContributions);
        return group.Post(
            rank, number => new OrderedReduceOperation(group, number, sum.Length, numContributions), operation => operation.Arrive(rank, contributions, sum));
    }

    public ICollectiveOperation Broadcast(Memory<byte> buffer, int root)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, WorldSize);
        return group.Post(rank, number => new BroadcastOperation(group, number, buffer.Length, root), operation => operation.Arrive(rank, buffer));
    }

    public void Fail(int rank, string reason) => group.Fail(rank, reason);

    public void Dispose() => group.Leave(rank);
}
