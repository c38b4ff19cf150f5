using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Members of several hosts, whose ranks are not in the order of the hosts, and of which some have more members.</summary>
public sealed class HostGroupTests : CollectiveContract, IDisposable
{
    private readonly SocketCluster _cluster = new(TestNodes.Options with { UnixSocket = OperatingSystem.IsLinux() });

    /// <summary>Hosts are summed for themselves, and then in the order of their first ranks.</summary>
    protected override float Sum(float[] terms, int index, int length) => terms
        .Select((term, rank) => (Term: term, Host: HostOf(rank, terms.Length)))
        .GroupBy(member => member.Host, member => member.Term)
        .Select(host => host.Aggregate((sum, term) => sum + term))
        .Aggregate((sum, term) => sum + term);

    public void Dispose() => _cluster.Dispose();

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options) => _cluster.Connect(
        worldSize, new SocketGroupOptions { Common = options, ChunkBytes = 32 * 1024 }, rank => HostOf(rank, worldSize));

    /// <summary>Two hosts, or three from seven members on.</summary>
    private static string HostOf(int rank, int worldSize) => $"host {rank % (worldSize < 7 ? 2 : 3)}";
}
