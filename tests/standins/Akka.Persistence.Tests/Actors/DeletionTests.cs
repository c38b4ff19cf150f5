using Akka.Actor;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Tests.Actors;

public class DeletionTests : PersistenceTestKit
{
    [Fact]
    public void Deleted_events_are_not_replayed_and_their_numbers_stay_used()
    {
        var scribe = FreshScribe("deletion");
        Write(scribe, "a", "b", "c");
        scribe.Tell(new Act(me => me.DeleteMessages(2L)));
        ExpectMsg("deleted to 2");
        var next = Reincarnate(scribe, "deletion");
        ExpectAll("replayed c", "recovered at 3");
        next.Tell(new Act(me => me.DeleteMessages(long.MaxValue)));
        ExpectMsg("deleted to 3");
        Reincarnate(next, "deletion");
        ExpectMsg("recovered at 3");
    }

    [Fact]
    public void What_is_not_written_yet_cannot_be_deleted()
    {
        var scribe = FreshScribe("too-far");
        Write(scribe, "a");
        scribe.Tell(new Act(me => me.DeleteMessages(2L)));
        ExpectMsg("deletion failed: toSequenceNr [2] must be less than or equal to LastSequenceNr [1]");
    }

    [Fact]
    public void Snapshots_are_deleted_one_by_one_or_up_to_a_number()
    {
        var scribe = FreshScribe("snapshots");
        for (var i = 1; i <= 4; i++)
        {
            Write(scribe, $"{i}");
            var state = $"state {i}";
            scribe.Tell(new Act(me => me.SaveSnapshot(state)));
            ExpectMsg($"saved at {i}");
        }
        scribe.Tell(new Act(me => me.DeleteSnapshot(4L)));
        ExpectMsg("snapshot deleted at 4");
        scribe.Tell(new Act(me => me.DeleteSnapshots(new SnapshotSelectionCriteria(2L))));
        ExpectMsg("snapshots deleted to 2");
        Stop(scribe);
        var third = StartScribe(new ScribeOptions("snapshots", TestActor));
        ExpectAll("offered state 3 at 3", "replayed 4", "recovered at 4");
        Stop(third);
        StartScribe(new ScribeOptions("snapshots", TestActor) { Recovery = new Recovery(new SnapshotSelectionCriteria(2L)) });
        ExpectAll("replayed 1", "replayed 2", "replayed 3", "replayed 4", "recovered at 4");
    }
}
