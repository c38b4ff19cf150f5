using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.Tests.Sockets;

public sealed class TcpGroupTests : CollectiveContract, IDisposable
{
    private readonly SocketCluster _cluster = new(TestNodes.Options);

    public void Dispose() => _cluster.Dispose();

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options) =>
        _cluster.Connect(worldSize, new SocketGroupOptions { Common = options });
}
