namespace Akka.Cluster.Tools.Client;

/// <summary>A message between clients and receptionists, or among those.</summary>
public interface IClusterClientMessage
{
}

/// <summary>Which receptionists are there?</summary>
internal sealed record GetContacts : IClusterClientMessage, IDeadLetterSuppression
{
    public static readonly GetContacts Instance = new();
}

/// <summary>These, by their paths.</summary>
internal sealed record Contacts(ImmutableArray<string> ContactPoints) : IClusterClientMessage;

/// <summary>The client is there.</summary>
internal sealed record Heartbeat : IClusterClientMessage, IDeadLetterSuppression
{
    public static readonly Heartbeat Instance = new();
}

/// <summary>The receptionist is there.</summary>
internal sealed record HeartbeatRsp : IClusterClientMessage, IDeadLetterSuppression
{
    public static readonly HeartbeatRsp Instance = new();
}

/// <summary>The receptionist goes: look for another.</summary>
internal sealed record ReceptionistShutdown : IClusterClientMessage, IDeadLetterSuppression
{
    public static readonly ReceptionistShutdown Instance = new();
}

/// <summary>A client's message on its way to one of the services registered under a path, or to all of them.</summary>
internal sealed record Delivery(string Path, object Message, bool ToAll, bool LocalAffinity) : IClusterClientMessage;

/// <summary>The paths of one node's services. A higher version replaces a lower one.</summary>
internal sealed record NodeServices(UniqueAddress Node, long Version, ImmutableHashSet<string> Paths) : IClusterClientMessage;
