namespace AkkaClip.Collectives.Sockets;

/// <summary>Who is linked to whom, and so which way the bytes of an operation take.</summary>
internal interface ITopology
{
    /// <summary>The ranks that a rank is linked to.</summary>
    IReadOnlyList<int> NeighboursOf(int rank);

    /// <param name="parts">In floats; the owner of a part is its rank.</param>
    SocketOperation Reduce(SocketMember member, long number, ChunkedParts parts, ReduceCall call);

    /// <param name="all">Holds the caller's shard already.</param>
    SocketOperation Gather(SocketMember member, long number, string description, Memory<float> all, ChunkedParts parts);

    SocketOperation Broadcast(SocketMember member, long number, string description, Memory<byte> buffer, int root, int chunkBytes);
}
