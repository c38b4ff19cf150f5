namespace Akka.Persistence;

/// <summary>Asks a snapshot store to keep a snapshot.</summary>
public sealed record SaveSnapshot : ISnapshotRequest
{
    /// <exception cref="ArgumentNullException"><paramref name="metadata"/> is null.</exception>
    public SaveSnapshot(SnapshotMetadata metadata, object snapshot)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Metadata = metadata;
        Snapshot = snapshot;
    }

    public SnapshotMetadata Metadata { get; }

    public object Snapshot { get; }
}
