using Akka.Actor;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Tests.Actors;

public class FailureTests : PersistenceTestKit
{
    public FailureTests()
        : base(FaultyJournal.Config)
    {
    }

    [Fact]
    public void A_write_that_fails_stops_the_actor_and_a_new_one_recovers_what_is_there()
    {
        var scribe = FreshScribe("fails");
        Write(scribe, "a");
        Break(FaultyJournal.Fault.WriteFails);
        Watch(scribe);
        scribe.Tell(new Act(me => me.Persist("b", me.SayWritten)));
        ExpectAll("failed b at 2: no disk", "stopped");
        ExpectTerminated(scribe);
        Break(FaultyJournal.Fault.None);
        StartScribe(new ScribeOptions("fails", TestActor));
        ExpectAll("replayed a", "recovered at 1");
    }

    [Fact]
    public void A_write_that_hangs_fails_after_the_call_timeout()
    {
        var scribe = FreshScribe("hangs");
        Break(FaultyJournal.Fault.WriteHangs);
        scribe.Tell(new Act(me => me.Persist("a", me.SayWritten)));
        ExpectMsg<string>(m => m.StartsWith("failed a at 1", StringComparison.Ordinal));
        ExpectMsg("stopped");
    }

    [Fact]
    public void After_enough_failures_calls_fail_at_once_until_the_journal_had_time_to_come_back()
    {
        var scribes = Enumerable.Range(0, 4).Select(i => FreshScribe($"breaker-{i}")).ToList();
        Break(FaultyJournal.Fault.WriteFails);
        foreach (var scribe in scribes.Take(3))
        {
            scribe.Tell(new Act(me => me.Persist("a", me.SayWritten)));
            ExpectAll("failed a at 1: no disk", "stopped");
        }
        Break(FaultyJournal.Fault.None);
        scribes[3].Tell(new Act(me => me.Persist("a", me.SayWritten)));
        ExpectAll("failed a at 1: Circuit Breaker is open; calls are failing fast", "stopped");
        AwaitAssert(
            () =>
            {
                StartScribe(new ScribeOptions("breaker-3", TestActor));
                ExpectMsg("recovered at 0");
            },
            TimeSpan.FromSeconds(20),
            TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void A_rejected_event_runs_no_handler_and_the_actor_goes_on()
    {
        var scribe = FreshScribe("rejects");
        Break(FaultyJournal.Fault.RejectsBad);
        scribe.Tell(new Act(me =>
        {
            me.Persist("good", me.SayWritten);
            me.Persist("bad", me.SayWritten);
            me.Persist("better", me.SayWritten);
        }));
        scribe.Tell("next");
        ExpectAll("written good", "rejected bad at 2: unwritable", "written better", "command next");
        Reincarnate(scribe, "rejects");
        ExpectAll("replayed good", "replayed better", "recovered at 3");
    }

    [Fact]
    public void A_journal_that_cannot_read_stops_the_actor()
    {
        var scribe = FreshScribe("unreadable");
        Write(scribe, "a");
        Stop(scribe);
        Break(FaultyJournal.Fault.ReplayFails);
        StartScribe(new ScribeOptions("unreadable", TestActor));
        ExpectAll("recovery failed: IOException", "stopped");
    }

    [Fact]
    public void A_replay_that_stands_still_stops_the_actor()
    {
        var scribe = FreshScribe("stands-still");
        Write(scribe, "a");
        Stop(scribe);
        Break(FaultyJournal.Fault.ReplayHangs);
        StartScribe(new ScribeOptions("stands-still", TestActor));
        ExpectAll("recovery failed: RecoveryTimedOutException", "stopped");
    }

    [Fact]
    public void A_deletion_that_fails_is_told_and_the_actor_goes_on()
    {
        var scribe = FreshScribe("undeletable");
        Write(scribe, "a");
        Break(FaultyJournal.Fault.DeletionFails);
        scribe.Tell(new Act(me => me.DeleteMessages(1L)));
        ExpectMsg("deletion failed: no disk");
        Write(scribe, "b");
    }

    [Fact]
    public void What_waits_for_a_permit_to_recover_gets_one_when_others_have_failed()
    {
        var first = FreshScribe("permits");
        Write(first, "a");
        Stop(first);
        Break(FaultyJournal.Fault.ReplayHangs);
        var probe = CreateTestProbe();
        // Fifty are let in and time out; the others have to get their permits.
        for (var i = 0; i < 60; i++)
            StartScribe(new ScribeOptions("permits", probe));
        for (var i = 0; i < 60; i++)
        {
            probe.FishForMessage(m => m is "recovery failed: RecoveryTimedOutException", TimeSpan.FromSeconds(20));
        }
    }

    private void Break(FaultyJournal.Fault fault)
    {
        Persistence.Instance.Apply(Sys).JournalFor(null).Tell(fault);
        ExpectMsg("told");
    }
}
