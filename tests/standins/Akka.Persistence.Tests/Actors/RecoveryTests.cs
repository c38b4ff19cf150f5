using Akka.Actor;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Tests.Actors;

public class RecoveryTests : PersistenceTestKit
{
    [Fact]
    public void Events_are_replayed_in_order_before_the_first_command()
    {
        var scribe = FreshScribe("replay");
        Write(scribe, "a", "b", "c");
        Stop(scribe);
        var next = StartScribe(new ScribeOptions("replay", TestActor));
        next.Tell("early");
        ExpectAll("replayed a", "replayed b", "replayed c", "recovered at 3", "command early");
    }

    [Fact]
    public void A_snapshot_replaces_the_events_up_to_it()
    {
        var scribe = FreshScribe("snapshot");
        Write(scribe, "a", "b");
        scribe.Tell(new Act(me => me.SaveSnapshot("a and b")));
        ExpectMsg("saved at 2");
        Write(scribe, "c");
        Reincarnate(scribe, "snapshot");
        ExpectAll("offered a and b at 2", "replayed c", "recovered at 3");
    }

    [Fact]
    public void Numbers_go_on_after_recovery()
    {
        var scribe = FreshScribe("go-on");
        Write(scribe, "a", "b");
        var next = Reincarnate(scribe, "go-on");
        ExpectAll("replayed a", "replayed b", "recovered at 2");
        next.Tell(new Act(me => me.Persist("c", _ => me.Say($"at {me.LastSequenceNr}"))));
        ExpectMsg("at 3");
    }

    [Fact]
    public void Without_recovery_numbers_still_go_on()
    {
        var scribe = FreshScribe("none");
        Write(scribe, "a", "b");
        Stop(scribe);
        var next = StartScribe(new ScribeOptions("none", TestActor) { Recovery = Recovery.None });
        ExpectMsg("recovered at 2");
        next.Tell(new Act(me => me.Persist("c", _ => me.Say($"at {me.LastSequenceNr}"))));
        ExpectMsg("at 3");
    }

    [Fact]
    public void Recovery_can_end_at_a_number_or_after_so_many_events()
    {
        var scribe = FreshScribe("partial");
        Write(scribe, "a", "b", "c");
        Stop(scribe);
        var upToTwo = StartScribe(new ScribeOptions("partial", TestActor) { Recovery = new Recovery(SnapshotSelectionCriteria.Latest, 2L) });
        ExpectAll("replayed a", "replayed b", "recovered at 3");
        Stop(upToTwo);
        StartScribe(new ScribeOptions("partial", TestActor) { Recovery = new Recovery(SnapshotSelectionCriteria.Latest, long.MaxValue, 1L) });
        ExpectAll("replayed a", "recovered at 3");
    }

    [Fact]
    public void An_older_snapshot_can_be_asked_for()
    {
        var scribe = FreshScribe("older");
        foreach (var e in new[] { "a", "b" })
        {
            Write(scribe, e);
            scribe.Tell(new Act(me => me.SaveSnapshot($"up to {e}")));
            ExpectMsg<string>(m => m.StartsWith("saved", StringComparison.Ordinal));
        }
        Stop(scribe);
        StartScribe(new ScribeOptions("older", TestActor) { Recovery = new Recovery(new SnapshotSelectionCriteria(1L)) });
        ExpectAll("offered up to a at 1", "replayed b", "recovered at 2");
    }

    [Fact]
    public void Nothing_can_be_persisted_during_replay()
    {
        var scribe = FreshScribe("too-early");
        Write(scribe, "a");
        Stop(scribe);
        StartScribe(new ScribeOptions("too-early", TestActor)
        {
            OnReplayed = (me, _) =>
            {
                Assert.True(me.IsRecovering);
                me.Persist("b", me.SayWritten);
                return null;
            },
        });
        ExpectAll("recovery failed at a: InvalidOperationException", "stopped");
    }

    [Fact]
    public void What_is_persisted_when_recovery_completes_goes_before_the_first_command()
    {
        var scribe = StartScribe(new ScribeOptions("at-end", TestActor) { OnRecovered = me => me.Persist("start", me.SayWritten) });
        scribe.Tell("early");
        ExpectAll("recovered at 0", "written start", "command early");
    }

    [Fact]
    public void A_handler_that_fails_during_replay_stops_the_actor()
    {
        var scribe = FreshScribe("poison");
        Write(scribe, "a", "b");
        Stop(scribe);
        StartScribe(new ScribeOptions("poison", TestActor)
        {
            OnReplayed = (_, e) => e == "b" ? throw new FormatException() : null,
        });
        ExpectAll("replayed a", "recovery failed at b: FormatException", "stopped");
    }

    [Fact]
    public void More_actors_recover_than_may_do_so_at_the_same_time()
    {
        var probe = CreateTestProbe();
        for (var i = 0; i < 200; i++)
            StartScribe(new ScribeOptions($"many-{i}", probe));
        for (var i = 0; i < 200; i++)
            probe.ExpectMsg("recovered at 0", TimeSpan.FromSeconds(30));
    }
}
