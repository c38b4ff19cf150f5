using System.Collections.Immutable;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Model.Tests.Replicas;

/// <summary>Two ranks, of which the other one dies when this one completes its nth operation; until then it sends the same.</summary>
internal sealed class FailingCollective(int failAt) : ICollective
{
    private int _remaining = failAt;

    public int Rank => 0;

    public int WorldSize => 2;

    public ICollectiveOperation AllGather(ReadOnlyMemory<float> shard, Memory<float> all, ImmutableArray<int> shardLengths) =>
        new Operation(this, () =>
        {
            shard.CopyTo(all);
            shard.CopyTo(all[shard.Length..]);
        });

    public ICollectiveOperation AllReduceSum(Memory<float> buffer) => new Operation(this, () =>
    {
        foreach (ref var value in buffer.Span)
            value *= 2;
    });

    public ICollectiveOperation AllReduceSum(ImmutableArray<Memory<float>> contributions, Memory<float> sum, ImmutableArray<int> numContributions) =>
        new Operation(this, () => contributions[0].CopyTo(sum));

    public ICollectiveOperation Broadcast(Memory<byte> buffer, int root) => new Operation(this, () => { });

    private sealed class Operation(FailingCollective owner, Action run) : ICollectiveOperation
    {
        public void Complete()
        {
            if (owner._remaining-- == 0)
                throw new CollectiveFailedException("rank 1 left", peerRank: 1);
            run();
        }
    }
}
