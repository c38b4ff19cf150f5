using System.Collections.Immutable;

namespace AkkaClip.Core.Exchange;

/// <summary>
/// The data plane of one generation, as one member sees it. Every member calls the same operations in the same order.
/// Operations run while the caller goes on; <see cref="ICollectiveOperation.Complete"/> waits for the result.
/// </summary>
/// <remarks>Sums are taken in rank order, so that every member gets the same bits.</remarks>
public interface ICollective
{
    /// <summary>This member's place among the members, 0 to <see cref="WorldSize"/> - 1.</summary>
    int Rank { get; }

    int WorldSize { get; }

    /// <summary>
    /// The operations that follow belong to this step. Links between processes stamp it on their frames, and fail a group
    /// whose members are at different steps; others need not know.
    /// </summary>
    void BeginStep(long number)
    {
    }

    /// <summary>Concatenates the shards of all members in rank order.</summary>
    /// <param name="shard">This member's floats; not to be touched before completion.</param>
    /// <param name="all">Receives all shards; its length is the sum of <paramref name="shardLengths"/>.</param>
    /// <param name="shardLengths">Floats of every rank's shard.</param>
    ICollectiveOperation AllGather(ReadOnlyMemory<float> shard, Memory<float> all, ImmutableArray<int> shardLengths);

    /// <summary>Replaces the buffer by its sum over all members.</summary>
    ICollectiveOperation AllReduceSum(Memory<float> buffer);

    /// <summary>
    /// Sums several contributions of each member, in the order of ranks and, within a rank, in the order given: the bits of
    /// the sum do not depend on which rank has which contribution.
    /// </summary>
    /// <param name="contributions">This member's, at least one, each as long as the sum; not to be touched before completion.</param>
    /// <param name="sum">Receives the sum over all members; may be one of the contributions.</param>
    /// <param name="numContributions">Of every rank.</param>
    ICollectiveOperation AllReduceSum(ImmutableArray<Memory<float>> contributions, Memory<float> sum, ImmutableArray<int> numContributions);

    /// <summary>Replaces the buffer of every member by that of <paramref name="root"/>; heals a joiner's state.</summary>
    ICollectiveOperation Broadcast(Memory<byte> buffer, int root);
}

/// <summary>A collective operation under way.</summary>
public interface ICollectiveOperation
{
    /// <summary>Blocks the calling thread until the operation is over.</summary>
    /// <exception cref="CollectiveFailedException">A member failed, left, or sent something else.</exception>
    void Complete();
}

/// <summary>A collective operation failed as a whole; no member may use its result.</summary>
public sealed class CollectiveFailedException(string message, int? peerRank = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The rank that is to blame, where that is known.</summary>
    public int? PeerRank { get; } = peerRank;
}
