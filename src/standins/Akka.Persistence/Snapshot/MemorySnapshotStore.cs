namespace Akka.Persistence.Snapshot;

/// <summary>A snapshot store in memory, for tests: its snapshots are gone with its actor system.</summary>
public class MemorySnapshotStore : SnapshotStore
{
    protected virtual List<SnapshotEntry> Snapshots { get; } = [];

    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        lock (Snapshots)
            return Task.FromResult(Snapshots.Where(s => Fits(s, persistenceId, criteria)).MaxBy(s => s.SequenceNr) is { } found ? Selected(found) : null);
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        var entry = new SnapshotEntry
        {
            Id = $"{metadata.PersistenceId}_{metadata.SequenceNr}",
            PersistenceId = metadata.PersistenceId,
            SequenceNr = metadata.SequenceNr,
            Timestamp = metadata.Timestamp.Ticks,
            Snapshot = snapshot,
        };
        lock (Snapshots)
        {
            Snapshots.RemoveAll(s => s.Id == entry.Id);
            Snapshots.Add(entry);
        }
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        lock (Snapshots)
        {
            Snapshots.RemoveAll(s => s.PersistenceId == metadata.PersistenceId
                && s.SequenceNr == metadata.SequenceNr
                && (metadata.Timestamp == SnapshotMetadata.TimestampNotSpecified || s.Timestamp == metadata.Timestamp.Ticks));
        }
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        lock (Snapshots)
            Snapshots.RemoveAll(s => Fits(s, persistenceId, criteria));
        return Task.CompletedTask;
    }

    private static bool Fits(SnapshotEntry entry, string persistenceId, SnapshotSelectionCriteria criteria) =>
        entry.PersistenceId == persistenceId && entry.SequenceNr <= criteria.MaxSequenceNr && entry.Timestamp <= criteria.MaxTimeStamp.Ticks;

    private static SelectedSnapshot Selected(SnapshotEntry entry) => new(
        new SnapshotMetadata(entry.PersistenceId, entry.SequenceNr, new DateTime(entry.Timestamp, DateTimeKind.Utc)), entry.Snapshot);
}
