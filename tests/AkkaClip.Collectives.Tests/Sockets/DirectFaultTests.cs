namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Three hosts of one member each, over TCP.</summary>
public sealed class DirectFaultTests : SocketFaultContract;
