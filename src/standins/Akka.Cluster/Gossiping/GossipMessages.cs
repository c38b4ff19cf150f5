namespace Akka.Cluster;

/// <summary>A gossip on its way to one member.</summary>
internal sealed record GossipEnvelope(UniqueAddress From, UniqueAddress To, Gossip Gossip) : IClusterMessage;

/// <summary>A gossip's version alone, for one that most likely has it already.</summary>
internal sealed record GossipStatus(UniqueAddress From, VectorClock Version) : IClusterMessage;
