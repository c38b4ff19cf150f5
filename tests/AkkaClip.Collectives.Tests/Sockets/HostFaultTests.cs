namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Two members of one host, over a Unix socket, and one of another, over TCP.</summary>
public sealed class HostFaultTests : SocketFaultContract
{
    protected override string HostOf(int rank) => rank == 2 ? "another" : "one";
}
