namespace AkkaClip.Collectives.Sockets;

/// <summary>Each with each: two rounds whatever the number of members, and sums in rank order.</summary>
internal sealed class DirectTopology(int worldSize) : ITopology
{
    public IReadOnlyList<int> NeighboursOf(int rank) => [.. Enumerable.Range(0, worldSize).Where(other => other != rank)];

    public SocketOperation Reduce(SocketMember member, long number, ChunkedParts parts, ReduceCall call) => new DirectReduce(member, number, parts, call);

    public SocketOperation Gather(SocketMember member, long number, string description, Memory<float> all, ChunkedParts parts) =>
        new DirectGather(member, number, description, all, parts);

    public SocketOperation Broadcast(SocketMember member, long number, string description, Memory<byte> buffer, int root, int chunkBytes)
    {
        const int Alignment = 64;
        var lengths = new int[worldSize];
        if (worldSize > 1)
        {
            // The root has no part of its own.
            var others = ChunkedParts.Equal(buffer.Length, worldSize - 1, Alignment, chunkBytes);
            for (var rank = 0; rank < worldSize; rank++)
                lengths[rank] = rank == root ? 0 : others.Length(rank < root ? rank : rank - 1);
        }
        return new DirectBroadcast(member, number, description, buffer, root, ChunkedParts.Of([.. lengths], chunkBytes));
    }
}
