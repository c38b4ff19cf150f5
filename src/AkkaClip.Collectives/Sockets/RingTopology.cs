namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Each with the rank before and the rank after: two links whatever the number of members. What fails is passed on from
/// neighbour to neighbour.
/// </summary>
internal sealed class RingTopology(int worldSize) : ITopology
{
    public IReadOnlyList<int> NeighboursOf(int rank) =>
        [.. new[] { (rank + worldSize - 1) % worldSize, (rank + 1) % worldSize }.Distinct().Where(other => other != rank)];

    public SocketOperation Reduce(SocketMember member, long number, ChunkedParts parts, ReduceCall call) => new RingReduce(member, number, parts, call);

    public SocketOperation Gather(SocketMember member, long number, string description, Memory<float> all, ChunkedParts parts) =>
        new RingCopy<float>(member, number, description, all, parts);

    /// <summary>As if the root gathered what it has, and the others nothing.</summary>
    public SocketOperation Broadcast(SocketMember member, long number, string description, Memory<byte> buffer, int root, int chunkBytes) =>
        new RingCopy<byte>(member, number, description, buffer, ChunkedParts.Of([.. Enumerable.Range(0, worldSize).Select(rank => rank == root ? buffer.Length : 0)], chunkBytes));
}
