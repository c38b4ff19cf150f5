using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>A ring of three, over TCP.</summary>
public sealed class RingFaultTests : SocketFaultContract
{
    protected override SocketGroupOptions Options { get; } = new() { MaxDirectMembers = 1 };
}
