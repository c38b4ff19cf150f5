namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Members of one host exchange among themselves, and each for some parts with other hosts: what goes over the network is
/// what one member of each host would send.
/// </summary>
internal sealed class HostTopology(HostLayout hosts) : ITopology
{
    public IReadOnlyList<int> NeighboursOf(int rank) => hosts.NeighboursOf(rank);

    public SocketOperation Reduce(SocketMember member, long number, ChunkedParts parts, ReduceCall call) =>
        call.InOrder ? new OrderedHostReduce(member, number, hosts, parts, call) : new SummedHostReduce(member, number, hosts, parts, call);

    public SocketOperation Gather(SocketMember member, long number, string description, Memory<float> all, ChunkedParts parts) =>
        new HostCopy<float>(member, number, description, hosts, all, parts);

    /// <summary>As if the root gathered what it has, and the others nothing.</summary>
    public SocketOperation Broadcast(SocketMember member, long number, string description, Memory<byte> buffer, int root, int chunkBytes) =>
        new HostCopy<byte>(member, number, description, hosts, buffer, ChunkedParts.Of([.. Enumerable.Range(0, hosts.WorldSize).Select(rank => rank == root ? buffer.Length : 0)], chunkBytes));
}
