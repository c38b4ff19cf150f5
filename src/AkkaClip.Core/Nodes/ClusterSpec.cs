using System.Collections.Immutable;

namespace AkkaClip.Core.Nodes;

/// <summary>Where the members of a cluster talk to each other: control messages, small and few.</summary>
public sealed record ClusterSpec
{
    /// <summary>Name of the actor system, the same one on all nodes: a node of another name is refused.</summary>
    public required string System { get; init; }

    /// <summary>The name or address by which the other nodes reach this one; it listens there too.</summary>
    public required string Host { get; init; }

    /// <summary>0: any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Members to join by, as host:port, the same list on all nodes; empty: a cluster of its own.</summary>
    public required ImmutableArray<string> Seeds { get; init; }

    /// <summary>The program's version; members tell it to each other.</summary>
    public required string AppVersion { get; init; }

    /// <summary>How long the set of unreachable members must be unchanged before the minority side is removed.</summary>
    public required TimeSpan StableAfter { get; init; }

    /// <summary>Null: not encrypted.</summary>
    public required TlsSpec? Tls { get; init; }
}
