using System.Collections.Immutable;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives;

/// <summary>
/// One member's end of a group. Disposing it means to leave: every unfinished and every later operation of every member
/// fails, its own too. Any thread may dispose of it, also while another one uses it.
/// </summary>
public interface ICollectiveMember : ICollective, IDisposable
{
    /// <summary>
    /// Replaces this rank's part of the buffer by its sum over all members. What the other parts hold afterwards is undefined.
    /// An all-reduce is this, and an all-gather of the sums.
    /// </summary>
    /// <param name="buffer">The contribution to all parts, in rank order.</param>
    /// <param name="partLengths">Floats of every rank's part.</param>
    ICollectiveOperation ReduceScatterSum(Memory<float> buffer, ImmutableArray<int> partLengths);

    /// <summary>
    /// Fails the whole group at once: every unfinished and every later operation of every member throws, naming the rank.
    /// The first failure counts. On return no buffer of this member is in use any more, nor of any other in this process.
    /// </summary>
    void Fail(int rank, string reason);
}
