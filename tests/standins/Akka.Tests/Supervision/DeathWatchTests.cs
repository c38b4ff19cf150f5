using Akka.Actor;
using Akka.TestKit.TestActors;

namespace Akka.Tests.Supervision;

public class DeathWatchTests : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Every_watcher_hears_of_the_end_once()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        var other = CreateTestProbe();
        Watch(actor);
        Watch(actor);
        other.Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        other.ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Watching_a_stopped_actor_answers_at_once()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Watch(actor);
        Assert.False(ExpectMsg<Terminated>().ExistenceConfirmed);
    }

    [Fact]
    public void An_unwatched_end_is_not_heard()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        Watch(actor);
        Unwatch(actor);
        var other = CreateTestProbe();
        other.Watch(actor);
        Sys.Stop(actor);
        other.ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_watch_may_ask_for_a_message_of_its_own()
    {
        var watched = Sys.ActorOf(BlackHoleActor.Props);
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(watched, TestActor, "gone")));
        watcher.Tell("ping");
        ExpectMsg("pong");
        Sys.Stop(watched);
        ExpectMsg("gone");
    }

    [Fact]
    public void An_unhandled_end_is_the_end_of_the_watcher()
    {
        var watched = Sys.ActorOf(BlackHoleActor.Props);
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(watched, TestActor, null)));
        watcher.Tell("ping");
        ExpectMsg("pong");
        Watch(watcher);
        EventFilter.Exception<DeathPactException>().ExpectOne(() => Sys.Stop(watched));
        ExpectTerminated(watcher);
    }

    [Fact]
    public void The_children_have_stopped_before_the_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new WithChild()));
        parent.Tell("child");
        var child = ExpectMsg<IActorRef>();
        Watch(parent);
        Watch(child);
        Sys.Stop(parent);
        ExpectTerminated(child);
        ExpectTerminated(parent);
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched, IActorRef log, string? message)
        {
            if (message is null)
                Context.Watch(watched);
            else
                Context.WatchWith(watched, message);
            Receive<string>(s => s == "ping", _ => Sender.Tell("pong"));
            Receive<string>(s => log.Tell(s));
        }
    }

    private sealed class WithChild : ReceiveActor
    {
        public WithChild()
        {
            var child = Context.ActorOf(BlackHoleActor.Props, "child");
            Receive<string>(_ => Sender.Tell(child));
        }
    }
}
