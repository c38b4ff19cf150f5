using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.TestKit;

namespace Akka.Tests.Systems;

public class SystemTests : TestKit.Xunit2.TestKit
{
    private const string Hocon = """
        pinned { type = PinnedDispatcher }
        own { type = ForkJoinDispatcher, throughput = 10
          dedicated-thread-pool { thread-count = 2 } }
        narrow {
          mailbox-type = "Akka.Dispatch.BoundedMailbox"
          mailbox-capacity = 1
          mailbox-push-timeout-time = 10ms
        }
        urgent { mailbox-type = "Akka.Tests.Systems.SystemTests+ShortestFirst, Akka.Tests" }
        """;

    public SystemTests()
        : base(Hocon.Replace("ForkJoinDispatcher, throughput = 10", "ForkJoinDispatcher\n throughput = 10", StringComparison.Ordinal))
    {
    }

    [Theory]
    [InlineData("pinned")]
    [InlineData("own")]
    [InlineData("akka.actor.default-dispatcher")]
    public async Task An_actor_runs_on_the_dispatcher_of_its_props(string dispatcher)
    {
        var actor = Sys.ActorOf(Props.Create(() => new WhereAmI()).WithDispatcher(dispatcher));
        var (id, thread) = await actor.Ask<(string, bool)>("?", TimeSpan.FromSeconds(10));
        Assert.Equal(dispatcher, id);
        Assert.Equal(dispatcher == "akka.actor.default-dispatcher", thread);
    }

    [Fact]
    public void An_unknown_dispatcher_is_refused() => Assert.Throws<ConfigurationException>(
        () => Sys.ActorOf(Props.Create(() => new WhereAmI()).WithDispatcher("nowhere")));

    [Fact]
    public void A_full_bounded_mailbox_refuses_after_its_timeout()
    {
        var gate = new TestLatch();
        var started = new TestLatch();
        var actor = Sys.ActorOf(Props.Create(() => new Busy(started, gate)).WithMailbox("narrow"));
        actor.Tell("held");
        started.Ready(TimeSpan.FromSeconds(10));
        actor.Tell("queued");
        EventFilter.DeadLetter<string>(s => s == "too much").ExpectOne(() => actor.Tell("too much"));
        gate.CountDown();
    }

    [Fact]
    public void A_priority_mailbox_serves_the_lowest_number_first()
    {
        var gate = new TestLatch();
        var started = new TestLatch();
        var actor = Sys.ActorOf(Props.Create(() => new Busy(started, gate)).WithMailbox("urgent"));
        actor.Tell("held");
        started.Ready(TimeSpan.FromSeconds(10));
        foreach (var message in new[] { "ccc", "a", "bb" })
            actor.Tell(message);
        gate.CountDown();
        Assert.Equal(["held", "a", "bb", "ccc"], ReceiveN(4).Cast<string>());
    }

    [Fact]
    public void Subscribers_get_subtypes_until_they_stop()
    {
        var probe = CreateTestProbe();
        Assert.True(Sys.EventStream.Subscribe(probe.Ref, typeof(Animal)));
        Assert.False(Sys.EventStream.Subscribe(probe.Ref, typeof(Animal)));
        Sys.EventStream.Publish(new Dog());
        probe.ExpectMsg<Dog>();
        Sys.EventStream.Unsubscribe(probe.Ref);
        Sys.EventStream.Publish(new Dog());
        probe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_dead_letter_is_published_with_its_sender_and_recipient()
    {
        var actor = Sys.ActorOf(TestKit.TestActors.BlackHoleActor.Props);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        actor.Tell("late", TestActor);
        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal(("late", TestActor, actor), ((string)letter.Message, letter.Sender, letter.Recipient));
    }

    [Fact]
    public void A_log_line_is_formatted_when_its_level_is_enabled()
    {
        EventFilter.Info("3 of 4 at a").ExpectOne(() => Sys.Log.Info("{0} of {1} at {2}", 3, 4, "a"));
        EventFilter.Debug().Expect(0, TimeSpan.FromMilliseconds(50), () => Sys.Log.Debug("unseen"));
    }

    [Fact]
    public void An_extension_is_made_once()
    {
        Assert.Same(Sys.WithExtension<Counter, CounterId>(), Sys.WithExtension<Counter, CounterId>());
        Assert.True(Sys.HasExtension<Counter>());
    }

    public sealed class ShortestFirst : UnboundedPriorityMailbox
    {
        public ShortestFirst(Settings settings, Config config)
            : base(settings, config)
        {
        }

        protected override int PriorityGenerator(object message) => message is string s ? s.Length : 0;
    }

    private sealed class WhereAmI : ReceiveActor
    {
        public WhereAmI() => ReceiveAny(_ => Sender.Tell((Context.Dispatcher.Id, Thread.CurrentThread.IsThreadPoolThread)));
    }

    private sealed class Busy : ReceiveActor
    {
        public Busy(TestLatch started, TestLatch gate) => Receive<string>(s =>
        {
            if (s == "held")
            {
                started.CountDown();
                gate.Ready(TimeSpan.FromSeconds(10));
            }
            Sender.Tell(s);
        });
    }

    private class Animal;

    private sealed class Dog : Animal;

    private sealed class Counter : IExtension;

    private sealed class CounterId : ExtensionIdProvider<Counter>
    {
        public override Counter CreateExtension(ExtendedActorSystem system) => new();
    }
}
