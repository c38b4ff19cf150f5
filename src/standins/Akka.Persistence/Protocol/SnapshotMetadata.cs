namespace Akka.Persistence;

/// <summary>Whose snapshot it is, of the state after which event, and when it was taken (UTC).</summary>
public sealed record SnapshotMetadata
{
    public SnapshotMetadata(string persistenceId, long sequenceNr, DateTime timestamp)
    {
        PersistenceId = persistenceId;
        SequenceNr = sequenceNr;
        Timestamp = timestamp;
    }

    public string PersistenceId { get; }

    public long SequenceNr { get; }

    public DateTime Timestamp { get; }

    /// <summary>The timestamp of a request that does not care when the snapshot was taken.</summary>
    internal static DateTime TimestampNotSpecified => DateTime.MinValue;

    public override string ToString() => $"SnapshotMetadata<pid: {PersistenceId}, seqNr: {SequenceNr}, timestamp: {Timestamp:yyyy/MM/dd}>";
}
