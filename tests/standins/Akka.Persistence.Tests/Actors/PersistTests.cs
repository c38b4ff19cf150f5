using Akka.Actor;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Tests.Actors;

public class PersistTests : PersistenceTestKit
{
    [Fact]
    public void Handlers_run_in_the_order_of_the_calls_after_the_command()
    {
        var scribe = FreshScribe("order");
        scribe.Tell(new Act(me =>
        {
            me.Persist("a", me.SayWritten);
            me.Persist("b", me.SayWritten);
            me.Say("command done");
        }));
        ExpectAll("command done", "written a", "written b");
    }

    [Fact]
    public void No_command_is_processed_before_the_handler_has_run()
    {
        var scribe = FreshScribe("persist");
        for (var i = 0; i < 20; i++)
        {
            var e = $"{i}";
            scribe.Tell(new Act(me => me.Persist(e, me.SayWritten)));
            scribe.Tell(e);
        }
        for (var i = 0; i < 20; i++)
            ExpectAll($"written {i}", $"command {i}");
    }

    [Fact]
    public void Commands_are_processed_while_an_asynchronous_persist_is_under_way()
    {
        var scribe = FreshScribe("persist-async");
        scribe.Tell(new Act(me =>
        {
            me.PersistAsync("a", me.SayWritten);
            // Is in the mailbox before any answer of the journal can be.
            me.CurrentSender.Tell("go on");
            scribe.Tell("next");
        }));
        ExpectAll("go on", "command next", "written a");
    }

    [Fact]
    public void Events_of_all_kinds_are_written_in_the_order_of_the_calls()
    {
        var scribe = FreshScribe("mixed");
        scribe.Tell(new Act(me =>
        {
            me.PersistAsync("a", me.SayWritten);
            me.Persist("b", me.SayWritten);
            me.PersistAll(["c", "d"], me.SayWritten);
            me.PersistAllAsync(["e", "f"], me.SayWritten);
            me.DeferAsync("nothing", me.SayWritten);
        }));
        ExpectAll("written a", "written b", "written c", "written d", "written e", "written f", "written nothing");
        Reincarnate(scribe, "mixed");
        ExpectAll("replayed a", "replayed b", "replayed c", "replayed d", "replayed e", "replayed f", "recovered at 6");
    }

    [Fact]
    public void A_deferred_handler_runs_at_once_where_nothing_is_pending()
    {
        var scribe = FreshScribe("defer");
        scribe.Tell(new Act(me =>
        {
            me.DeferAsync("x", me.SayWritten);
            me.Say("after");
        }));
        ExpectAll("written x", "after");
    }

    [Fact]
    public void A_deferred_handler_sees_the_sender_of_its_command()
    {
        var scribe = FreshScribe("defer-sender");
        var asker = CreateTestProbe();
        scribe.Tell(
            new Act(me =>
            {
                me.PersistAsync("a", me.SayWritten);
                me.DeferAsync("answer", answer => me.CurrentSender.Tell(answer));
            }),
            asker);
        asker.ExpectMsg("answer");
    }

    [Fact]
    public void The_handler_of_an_event_sees_the_sender_of_its_command()
    {
        var scribe = FreshScribe("sender");
        var askers = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToList();
        for (var i = 0; i < askers.Count; i++)
        {
            var answer = $"{i}";
            scribe.Tell(new Act(me => me.PersistAsync(answer, e => me.CurrentSender.Tell(e))), askers[i]);
        }
        for (var i = 0; i < askers.Count; i++)
            askers[i].ExpectMsg($"{i}");
    }

    [Fact]
    public void A_handler_may_persist_and_commands_wait_for_that_too()
    {
        var scribe = FreshScribe("nested");
        scribe.Tell(new Act(me => me.Persist("outer", outer =>
        {
            me.SayWritten(outer);
            me.Persist("inner", me.SayWritten);
        })));
        scribe.Tell("next");
        ExpectAll("written outer", "written inner", "command next");
    }

    [Fact]
    public void Nothing_is_written_for_an_empty_list_and_no_command_waits()
    {
        var scribe = FreshScribe("empty");
        scribe.Tell(new Act(me => me.PersistAll(Array.Empty<string>(), me.SayWritten)));
        scribe.Tell("next");
        ExpectMsg("command next");
    }

    [Fact]
    public void The_last_sequence_number_grows_with_each_event_that_is_written()
    {
        var scribe = FreshScribe("numbers");
        scribe.Tell(new Act(me => me.PersistAll(["a", "b"], e => me.Say($"{e} {me.LastSequenceNr} {me.SnapshotSequenceNr}"))));
        ExpectAll("a 1 1", "b 2 2");
    }

    [Fact]
    public void An_asynchronous_command_writes_its_events_when_it_has_ended_and_the_next_one_waits()
    {
        var scribe = FreshScribe("async-command");
        var release = new TaskCompletionSource();
        scribe.Tell(new ActAsync(async me =>
        {
            me.Persist("before", me.SayWritten);
            await release.Task;
            me.Persist("after", me.SayWritten);
            me.Say("command done");
        }));
        scribe.Tell("next");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        release.SetResult();
        ExpectAll("command done", "written before", "written after", "command next");
    }

    [Fact]
    public void A_failed_handler_restarts_the_actor_from_its_events()
    {
        var scribe = FreshScribe("failed-handler");
        EventFilter.Exception<InvalidOperationException>("no").ExpectOne(() => scribe.Tell(new Act(me =>
            me.Persist("a", _ => throw new InvalidOperationException("no")))));
        ExpectAll("stopped", "replayed a", "recovered at 1");
        Write(scribe, "b");
    }

    [Fact]
    public void Commands_that_waited_survive_a_restart()
    {
        var scribe = FreshScribe("restart");
        EventFilter.Exception<InvalidOperationException>("no").ExpectOne(() =>
        {
            scribe.Tell(new Act(me =>
            {
                me.Persist("a", _ => throw new InvalidOperationException("no"));
                scribe.Tell("first");
                scribe.Tell("second");
            }));
        });
        ExpectAll("stopped", "replayed a", "recovered at 1", "command first", "command second");
    }

    [Fact]
    public void The_own_stash_gives_back_behind_the_events_of_the_command()
    {
        var scribe = FreshScribe("own-stash");
        var stashed = false;
        scribe.Tell(new Act(me =>
        {
            if (stashed)
            {
                me.Say("unstashed");
                return;
            }
            stashed = true;
            me.Stash.Stash();
        }));
        scribe.Tell(new Act(me => me.Persist("a", e =>
        {
            me.SayWritten(e);
            me.Stash.UnstashAll();
        })));
        ExpectAll("written a", "unstashed");
    }
}
