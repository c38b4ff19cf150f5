using Akka.Actor.Scheduler;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The default scheduler: one thread that ticks every <c>akka.scheduler.tick-duration</c> and looks at one slot of a
/// wheel each time. Adding and cancelling cost constant time; what is due is late by up to a tick, never early.
/// </summary>
public sealed class HashedWheelTimerScheduler : SchedulerBase, IDisposable
{
    private readonly TimerWheel _wheel;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
        var numSlots = scheduler.GetInt("akka.scheduler.ticks-per-wheel");
        var tick = scheduler.GetTimeSpan("akka.scheduler.tick-duration");
        if (tick.TotalMilliseconds < 10)
            throw new ArgumentOutOfRangeException(nameof(scheduler), $"minimum supported akka.scheduler.tick-duration on Windows is 10ms. It was {tick}");
        if (numSlots <= 0)
            throw new ArgumentOutOfRangeException(nameof(scheduler), $"ticks-per-wheel must be greater than 0. It was {numSlots}");
        var shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout");
        _wheel = new TimerWheel(tick, numSlots, shutdownTimeout, log);
    }

    public override TimeSpan MonotonicClock => Util.MonotonicClock.Elapsed;

    public override TimeSpan HighResMonotonicClock => Util.MonotonicClock.Elapsed;

    protected override DateTimeOffset TimeNow => DateTimeOffset.UtcNow;

    public void Dispose() => _wheel.Dispose();

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        _wheel.Add(new ScheduledTell(receiver, message, sender), delay, TimeSpan.Zero, cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        _wheel.Add(new ScheduledTell(receiver, message, sender), initialDelay, interval, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        InternalScheduleOnce(delay, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        _wheel.Add(action, delay, TimeSpan.Zero, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        InternalScheduleRepeatedly(initialDelay, interval, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        _wheel.Add(action, initialDelay, interval, cancelable);

    private sealed class ScheduledTell : IRunnable
    {
        private readonly ICanTell _receiver;
        private readonly object _message;
        private readonly IActorRef _sender;

        public ScheduledTell(ICanTell receiver, object message, IActorRef sender)
        {
            _receiver = receiver;
            _sender = sender;
            _message = message is INotInfluenceReceiveTimeout
                ? new ScheduledTellMsgNoInfluenceReceiveTimeout(message)
                : new ScheduledTellMsg(message);
        }

        public void Run()
        {
            // Only a cell unwraps a scheduled message: another receiver gets the message itself.
            var toCell = _receiver is ActorRefWithCell;
            _receiver.Tell(toCell ? _message : WrappedOnce(_message), _sender);
        }

        public void Execute() => Run();

        private static object WrappedOnce(object message) => ((IScheduledTellMsg)message).Message;
    }
}
