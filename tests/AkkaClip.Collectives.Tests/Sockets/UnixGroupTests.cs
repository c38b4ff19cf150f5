using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.Tests.Sockets;

public sealed class UnixGroupTests : CollectiveContract, IDisposable
{
    private readonly SocketCluster _cluster = new(TestNodes.Options with { UnixSocket = true });

    public void Dispose() => _cluster.Dispose();

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options) =>
        _cluster.Connect(worldSize, new SocketGroupOptions { Common = options });
}
