using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace Akka.Tests.Time;

public class TimerTests : TestKit.Xunit2.TestKit
{
    public TimerTests()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_periodic_timer_ticks_at_every_interval_until_cancelled()
    {
        var actor = Timed();
        actor.Tell(("periodic", "t"));
        ExpectMsg("done");
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            ExpectMsg("tick t");
        }
        actor.Tell(("cancel", ""));
        ExpectMsg("done");
        Clock.Advance(TimeSpan.FromSeconds(5));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_single_timer_ticks_once_and_is_no_longer_active()
    {
        var actor = Timed();
        actor.Tell(("single", "t"));
        ExpectMsg("done");
        Clock.Advance(TimeSpan.FromMilliseconds(999));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg("tick t");
        actor.Tell(("active", ""));
        ExpectMsg(false);
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_dropped_when_its_timer_is_replaced()
    {
        var actor = Timed();
        actor.Tell(("single", "old"));
        ExpectMsg("done");
        var gate = new TestLatch();
        actor.Tell(gate);
        actor.Tell(("single", "new"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        gate.CountDown();
        ExpectMsg("done");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick new");
    }

    [Fact]
    public void The_receive_timeout_starts_again_with_each_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Patient(TestActor)));
        actor.Tell("hello");
        ExpectMsg("hello");
        Clock.Advance(TimeSpan.FromMilliseconds(900));
        actor.Tell("again");
        ExpectMsg("again");
        Clock.Advance(TimeSpan.FromMilliseconds(900));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        ExpectMsg("timeout");
    }

    [Fact]
    public void A_cancelled_message_is_not_told()
    {
        var first = Sys.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromSeconds(1), TestActor, "first", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), TestActor, "second", ActorRefs.NoSender);
        first.Cancel();
        Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("second");
    }

    private IActorRef Timed() => Sys.ActorOf(Props.Create(() => new TimedActor(TestActor)));

    private sealed class TimedActor : ReceiveActor, IWithTimers
    {
        public TimedActor(IActorRef log)
        {
            Receive<TestLatch>(latch => latch.Ready(TimeSpan.FromSeconds(10)));
            Receive<(string What, string Label)>(order =>
            {
                var key = "key";
                switch (order.What)
                {
                    case "periodic":
                        Timers.StartPeriodicTimer(key, $"tick {order.Label}", TimeSpan.FromSeconds(1));
                        break;
                    case "single":
                        Timers.StartSingleTimer(key, $"tick {order.Label}", TimeSpan.FromSeconds(1));
                        break;
                    case "cancel":
                        Timers.CancelAll();
                        break;
                    case "active":
                        Sender.Tell(Timers.IsTimerActive(key));
                        return;
                }
                Sender.Tell("done");
            });
            Receive<string>(log.Tell);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Patient : ReceiveActor
    {
        public Patient(IActorRef log)
        {
            Context.SetReceiveTimeout(TimeSpan.FromSeconds(1));
            Receive<ReceiveTimeout>(_ => log.Tell("timeout"));
            Receive<string>(log.Tell);
        }
    }
}
