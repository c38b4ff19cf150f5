using Akka.Actor;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Tests.Contracts;

/// <summary>What every snapshot store does, by its messages.</summary>
public abstract class SnapshotStoreContract(string config) : PersistenceTestKit(TextSerializer.Config + config)
{
    private const string Id = "p";

    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private IActorRef Store => Persistence.Instance.Apply(Sys).SnapshotStoreFor(null);

    [SkippableFact]
    public void Who_has_no_snapshot_gets_none()
    {
        SaveFive("somebody else");
        Assert.Null(Load(SnapshotSelectionCriteria.Latest));
    }

    [SkippableFact]
    public void The_youngest_snapshot_that_fits_is_found()
    {
        SaveFive(Id);
        Assert.Equal((15, "s5"), Load(SnapshotSelectionCriteria.Latest));
        Assert.Equal((13, "s3"), Load(new SnapshotSelectionCriteria(13)));
        Assert.Equal((14, "s4"), Load(SnapshotSelectionCriteria.Latest, toSequenceNr: 14));
        Assert.Equal((13, "s3"), Load(new SnapshotSelectionCriteria(long.MaxValue, Start.AddSeconds(3))));
        Assert.Equal((12, "s2"), Load(new SnapshotSelectionCriteria(12, Start.AddSeconds(4))));
        Assert.Null(Load(new SnapshotSelectionCriteria(10)));
        Assert.Null(Load(SnapshotSelectionCriteria.None));
    }

    [SkippableFact]
    public void A_snapshot_keeps_its_time()
    {
        SaveFive(Id);
        Store.Tell(new LoadSnapshot(Id, SnapshotSelectionCriteria.Latest, long.MaxValue), TestActor);
        Assert.Equal(Start.AddSeconds(5), ExpectMsg<LoadSnapshotResult>(Patience).Snapshot.Metadata.Timestamp);
    }

    [SkippableFact]
    public void One_snapshot_is_deleted_by_its_number()
    {
        SaveFive(Id);
        var metadata = new SnapshotMetadata(Id, 15, DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc));
        Store.Tell(new DeleteSnapshot(metadata), TestActor);
        Assert.Equal(metadata, ExpectMsg<DeleteSnapshotSuccess>(Patience).Metadata);
        Assert.Equal((14, "s4"), Load(SnapshotSelectionCriteria.Latest));
    }

    [SkippableFact]
    public void Snapshots_are_deleted_by_number_and_time()
    {
        SaveFive(Id);
        SaveFive("other");
        Delete(new SnapshotSelectionCriteria(13, Start.AddSeconds(2)));
        Assert.Null(Load(new SnapshotSelectionCriteria(12)));
        Assert.Equal((13, "s3"), Load(new SnapshotSelectionCriteria(13)));
        Delete(SnapshotSelectionCriteria.Latest);
        Assert.Null(Load(SnapshotSelectionCriteria.Latest));
        Store.Tell(new LoadSnapshot("other", SnapshotSelectionCriteria.Latest, long.MaxValue), TestActor);
        Assert.NotNull(ExpectMsg<LoadSnapshotResult>(Patience).Snapshot);
    }

    [SkippableFact]
    public void The_later_of_two_snapshots_with_the_same_number_counts()
    {
        Save(Id, 7, Start, "first");
        Save(Id, 7, Start.AddSeconds(1), "second");
        Assert.Equal((7, "second"), Load(SnapshotSelectionCriteria.Latest));
    }

    [SkippableFact]
    public void A_large_snapshot_comes_back_whole()
    {
        var large = new string('x', 3_000_000);
        Save(Id, 1, Start, large);
        Assert.Equal((1, large), Load(SnapshotSelectionCriteria.Latest));
    }

    private void SaveFive(string persistenceId)
    {
        for (var i = 1; i <= 5; i++)
            Save(persistenceId, 10 + i, Start.AddSeconds(i), $"s{i}");
    }

    private void Save(string persistenceId, long sequenceNr, DateTime timestamp, string snapshot)
    {
        Store.Tell(new SaveSnapshot(new SnapshotMetadata(persistenceId, sequenceNr, timestamp), snapshot), TestActor);
        Assert.Equal(sequenceNr, ExpectMsg<SaveSnapshotSuccess>(Patience).Metadata.SequenceNr);
    }

    private (int SequenceNr, string Snapshot)? Load(SnapshotSelectionCriteria criteria, long toSequenceNr = long.MaxValue)
    {
        Store.Tell(new LoadSnapshot(Id, criteria, toSequenceNr), TestActor);
        var found = ExpectMsg<LoadSnapshotResult>(Patience).Snapshot;
        return found is null ? null : ((int)found.Metadata.SequenceNr, (string)found.Snapshot);
    }

    private void Delete(SnapshotSelectionCriteria criteria)
    {
        Store.Tell(new DeleteSnapshots(Id, criteria), TestActor);
        Assert.Equal(criteria, ExpectMsg<DeleteSnapshotsSuccess>(Patience).Criteria);
    }
}
