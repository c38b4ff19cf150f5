namespace AkkaClip.Core.Nodes;

/// <summary>Where trainers and loaders exchange tensors and batches.</summary>
public sealed record DataPlaneSpec
{
    /// <summary>The name or address by which the other nodes reach this one.</summary>
    public required string Host { get; init; }

    /// <summary>0: any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Whether links within a host are Unix sockets, where the system has them; false: TCP there too.</summary>
    public required bool UnixSockets { get; init; }

    /// <summary>A transfer that makes no progress for so long has failed.</summary>
    public required TimeSpan ProgressDeadline { get; init; }

    /// <summary>Null: authenticated by the cluster's secret, not encrypted.</summary>
    public required TlsSpec? Tls { get; init; }
}
