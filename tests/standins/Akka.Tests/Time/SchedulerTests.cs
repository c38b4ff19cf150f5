using Akka.Actor;

namespace Akka.Tests.Time;

public class SchedulerTests : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Messages_come_in_the_order_of_their_times()
    {
        foreach (var delay in new[] { 150, 50, 100 })
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(delay), TestActor, delay, ActorRefs.NoSender);
        Assert.Equal([50, 100, 150], ReceiveN(3).Cast<int>());
    }

    [Fact]
    public void A_repeated_action_ends_when_it_is_cancelled()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var count = 0;
        Sys.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(10), () =>
        {
            if (Interlocked.Increment(ref count) == 3)
                cancelable.Cancel();
            TestActor.Tell(count, ActorRefs.NoSender);
        }, cancelable);
        Assert.Equal([1, 2, 3], ReceiveN(3).Cast<int>());
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void An_action_that_throws_does_not_stop_the_scheduler()
    {
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => Sys.Scheduler.Advanced.ScheduleOnce(
            TimeSpan.Zero, () => throw new InvalidOperationException("as asked")));
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "alive", ActorRefs.NoSender);
        ExpectMsg("alive");
    }

    [Fact]
    public void A_negative_delay_is_refused() => Assert.ThrowsAny<ArgumentException>(() =>
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), TestActor, "x", ActorRefs.NoSender));

    [Fact]
    public async Task A_stopped_system_schedules_nothing()
    {
        await Sys.Terminate();
        Assert.Throws<SchedulerException>(() =>
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "x", ActorRefs.NoSender));
    }
}
