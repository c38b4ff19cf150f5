using Akka.Actor;
using Akka.TestKit;

namespace Akka.Tests.Actors;

public class LifecycleTests : TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_restart_runs_the_hooks_of_the_old_instance_then_of_the_new_one_and_keeps_the_mailbox()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)));
        ExpectMsg("start 1");
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() =>
        {
            actor.Tell("fail");
            actor.Tell("after");
        });
        ExpectMsg("before restart 1: fail");
        ExpectMsg("stop 1");
        ExpectMsg("after restart 2");
        ExpectMsg("start 2");
        ExpectMsg("2 got after");
    }

    [Fact]
    public void Stop_ends_after_the_current_message_and_the_rest_are_dead_letters()
    {
        var gate = new TestLatch();
        var actor = Sys.ActorOf(Props.Create(() => new Waiter(gate)));
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters, typeof(Event.DeadLetter));
        Watch(actor);
        actor.Tell("wait");
        actor.Tell("lost");
        gate.CountDown();
        ExpectTerminated(actor);
        letters.FishForMessage<Event.DeadLetter>(l => Equals(l.Message, "lost"));
    }

    [Fact]
    public void A_poison_pill_waits_its_turn()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)));
        ExpectMsg("start 1");
        Watch(actor);
        actor.Tell("first");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg("1 got first");
        ExpectMsg("stop 1");
        ExpectTerminated(actor);
    }

    [Fact]
    public void Kill_fails_the_actor_and_the_default_strategy_stops_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)));
        ExpectMsg("start 1");
        Watch(actor);
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => actor.Tell(Kill.Instance));
        ExpectMsg("stop 1");
        ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_graceful_stop_is_done_when_the_actor_has_stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)));
        ExpectMsg("start 1");
        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(10)));
        ExpectMsg("stop 1");
    }

    [Fact]
    public void An_actor_whose_constructor_throws_is_stopped()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new Unbuildable()));
            Watch(actor);
            ExpectTerminated(actor);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("$reserved")]
    [InlineData("a/b")]
    [InlineData("späher")]
    [InlineData("a b")]
    public void A_malformed_name_is_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Recorder(TestActor)), name));

    [Fact]
    public void A_name_is_free_again_when_its_actor_has_stopped()
    {
        var first = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)), "same");
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Recorder(TestActor)), "same"));
        Watch(first);
        Sys.Stop(first);
        FishForMessage(m => m is Terminated);
        var second = Sys.ActorOf(Props.Create(() => new Recorder(TestActor)), "same");
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
    }

    private sealed class Recorder : ReceiveActor
    {
        private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<IActorRef, StrongBox> Instances = [];
        private readonly IActorRef _log;
        private readonly int _instance;

        public Recorder(IActorRef log)
        {
            _log = log;
            _instance = ++Instances.GetOrCreateValue(log).Count;
            Receive<string>(s => s == "fail", _ => throw new InvalidOperationException("as asked"));
            Receive<string>(s => _log.Tell($"{_instance} got {s}"));
        }

        protected override void PreStart() => _log.Tell($"start {_instance}");

        protected override void PostStop() => _log.Tell($"stop {_instance}");

        protected override void PreRestart(Exception reason, object message)
        {
            _log.Tell($"before restart {_instance}: {message}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _log.Tell($"after restart {_instance}");
            base.PostRestart(reason);
        }

        private sealed class StrongBox
        {
            public int Count { get; set; }
        }
    }

    private sealed class Waiter : ReceiveActor
    {
        public Waiter(TestLatch gate) => ReceiveAny(_ =>
        {
            gate.Ready(TimeSpan.FromSeconds(10));
            Context.Stop(Self);
        });
    }

    private sealed class Unbuildable : ReceiveActor
    {
        public Unbuildable() => throw new InvalidOperationException("cannot be built");
    }
}
