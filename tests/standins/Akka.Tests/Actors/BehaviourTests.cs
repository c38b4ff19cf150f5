using Akka.Actor;

namespace Akka.Tests.Actors;

public class BehaviourTests : TestKit.Xunit2.TestKit
{
    [Fact]
    public void The_first_fitting_handler_takes_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sorter()));
        foreach (var (message, answer) in new (object, string)[] { (7, "large"), (1, "int"), ("x", "text"), (2.5, "other") })
        {
            actor.Tell(message);
            ExpectMsg(answer);
        }
    }

    [Fact]
    public void Become_replaces_and_unbecome_goes_back_to_what_was_stacked()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody()));
        actor.Tell("mood");
        ExpectMsg("calm");
        actor.Tell("stack");
        actor.Tell("mood");
        ExpectMsg("angry");
        actor.Tell("back");
        actor.Tell("mood");
        ExpectMsg("calm");
    }

    [Fact]
    public void An_unhandled_message_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Event.UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Moody()));
        actor.Tell(42);
        var unhandled = ExpectMsg<Event.UnhandledMessage>();
        Assert.Equal(42, unhandled.Message);
        Assert.Equal(actor, unhandled.Recipient);
    }

    [Fact]
    public void An_asynchronous_handler_holds_back_the_next_message_and_keeps_its_sender()
    {
        var release = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Slow(release.Task)));
        var other = CreateTestProbe();
        actor.Tell("slow", TestActor);
        actor.Tell("fast", other.Ref);
        other.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        release.SetResult();
        ExpectMsg("slow done");
        other.ExpectMsg("fast done");
    }

    [Fact]
    public void A_failed_asynchronous_handler_fails_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Slow(Task.FromException(new TimeoutException("late")))));
        EventFilter.Exception<TimeoutException>("late").ExpectOne(() => actor.Tell("slow"));
        actor.Tell("fast");
        ExpectMsg("fast done");
    }

    [Fact]
    public void Nothing_may_be_added_behind_a_handler_for_everything() =>
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() => Sys.ActorOf(Props.Create(() => new Greedy())));

    [Fact]
    public void A_stash_gives_its_messages_back_in_order_before_newer_ones()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));
        foreach (var message in new[] { "a", "b", "open", "c" })
            actor.Tell(message);
        ExpectMsg("a");
        ExpectMsg("b");
        ExpectMsg("c");
    }

    [Fact]
    public void Stashed_messages_survive_a_restart()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));
        actor.Tell("a");
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => actor.Tell("fail"));
        actor.Tell("open");
        ExpectMsg("a");
    }

    private sealed class Sorter : ReceiveActor
    {
        public Sorter()
        {
            Receive<int>(i => i > 5, _ => Sender.Tell("large"));
            Receive<int>(_ => Sender.Tell("int"));
            Receive<string>(_ => Sender.Tell("text"));
            ReceiveAny(_ => Sender.Tell("other"));
        }
    }

    private sealed class Moody : ReceiveActor
    {
        // The constructor chooses the first behaviour: its own handlers are never used.
        public Moody()
        {
            Receive<string>(_ => Sender.Tell("never"));
            Become(Calm);
        }

        private void Calm()
        {
            Receive<string>(s => s == "mood", _ => Sender.Tell("calm"));
            Receive<string>(s => s == "stack", _ => BecomeStacked(Angry));
        }

        private void Angry()
        {
            Receive<string>(s => s == "mood", _ => Sender.Tell("angry"));
            Receive<string>(s => s == "back", _ => UnbecomeStacked());
        }
    }

    private sealed class Slow : ReceiveActor
    {
        public Slow(Task work)
        {
            ReceiveAsync<string>(s => s == "slow", async s =>
            {
                await work;
                Sender.Tell($"{s} done");
            });
            Receive<string>(s => Sender.Tell($"{s} done"));
        }
    }

    private sealed class Greedy : ReceiveActor
    {
        public Greedy()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        public Stashing(IActorRef log)
        {
            Receive<string>(s => s == "fail", _ => throw new InvalidOperationException("as asked"));
            Receive<string>(s => s == "open", _ =>
            {
                Stash.UnstashAll();
                Become(() => Receive<string>(s => log.Tell(s)));
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }
}
