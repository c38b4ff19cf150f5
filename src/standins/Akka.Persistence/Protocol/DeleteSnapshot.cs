namespace Akka.Persistence;

/// <summary>Asks a snapshot store to delete one snapshot.</summary>
public sealed record DeleteSnapshot : ISnapshotRequest
{
    /// <exception cref="ArgumentNullException"><paramref name="metadata"/> is null.</exception>
    public DeleteSnapshot(SnapshotMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Metadata = metadata;
    }

    public SnapshotMetadata Metadata { get; }
}
