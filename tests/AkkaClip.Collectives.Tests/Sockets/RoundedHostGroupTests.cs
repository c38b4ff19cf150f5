using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Bfloat16 on the wire between and within hosts: every term, the sum of each host and the whole sum are rounded.</summary>
public sealed class RoundedHostGroupTests : CollectiveContract, IDisposable
{
    private readonly SocketCluster _cluster = new(TestNodes.Options with { UnixSocket = OperatingSystem.IsLinux() });

    protected override float Sum(float[] terms, int index, int length)
    {
        Func<float, float> round = terms.Length == 1 || length < 2 ? value => value : RoundedGroupTests.Rounded;
        var hosts = terms
            .Select((term, rank) => (Term: round(term), Host: HostOf(rank)))
            .GroupBy(member => member.Host, member => member.Term)
            .Select(host => round(host.Aggregate((sum, term) => sum + term)));
        return round(hosts.Aggregate((sum, term) => sum + term));
    }

    protected override bool LeavingComesLast => false;

    public void Dispose() => _cluster.Dispose();

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options) => _cluster.Connect(
        worldSize,
        new SocketGroupOptions { Common = options, GradientWire = WireFormat.Bfloat16, MinRoundedFloats = 2, ChunkBytes = 16 * 1024, StreamsPerPeer = 2 },
        HostOf);

    /// <summary>Pairs; the last one may be alone.</summary>
    private static string HostOf(int rank) => $"host {rank / 2}";
}
