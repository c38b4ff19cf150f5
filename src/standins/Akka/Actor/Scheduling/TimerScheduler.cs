using Akka.Event;

namespace Akka.Actor;

/// <summary>The timers of an actor instance.</summary>
internal sealed class TimerScheduler : ITimerScheduler
{
    private readonly ActorCell _cell;
    private readonly Dictionary<object, Timer> _timers = [];
    private readonly bool _debug;
    private int _generation;

    public TimerScheduler(ActorCell cell)
    {
        _cell = cell;
        _debug = cell.System.Settings.DebugTimerScheduler;
    }

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, interval, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, repeats: true, message => _cell.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            initialDelay, interval, _cell.Self, message, sender));

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
        StartSingleTimer(key, msg, timeout, ActorRefs.NoSender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) =>
        Start(key, msg, repeats: false, message => _cell.System.Scheduler.ScheduleTellOnceCancelable(
            timeout, _cell.Self, message, sender));

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (!_timers.Remove(key, out var timer))
            return;
        Debug("Cancel timer [{0}] with generation [{1}]", key, timer.Generation);
        timer.Task.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Task.Cancel();
        _timers.Clear();
    }

    /// <summary>The message that a timer's message carries, or null where the timer is no more.</summary>
    public object Intercept(ITimerMsg message)
    {
        if (!ReferenceEquals(message.Owner, this) || !_timers.TryGetValue(message.Key, out var timer)
            || timer.Generation != message.Generation)
        {
            Debug("Received timer [{0}] of stale generation [{1}], discarding", message.Key, message.Generation);
            return null;
        }
        if (!timer.Repeats)
            _timers.Remove(message.Key);
        // A stash looks at the current message.
        _cell.ReplaceCurrentMessage(message.Message);
        return message.Message;
    }

    private void Start(object key, object message, bool repeats, Func<ITimerMsg, ICancelable> schedule)
    {
        Cancel(key);
        var generation = ++_generation;
        var timerMessage = message is INotInfluenceReceiveTimeout
            ? new TimerMsgNotInfluenceReceiveTimeout(key, generation, this, message)
            : new TimerMsg(key, generation, this, message);
        _timers[key] = new Timer(schedule(timerMessage), generation, repeats);
        Debug("Start timer [{0}] with generation [{1}]", key, generation);
    }

    private void Debug(string format, object key, int generation)
    {
        if (_debug)
            _cell.System.Log.Debug(format, key, generation);
    }

    private readonly record struct Timer(ICancelable Task, int Generation, bool Repeats);
}
