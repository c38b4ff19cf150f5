using System.Diagnostics;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A wheel of slots. An entry waits in slot (due tick mod slots) until the wheel has turned often enough.</summary>
internal sealed class TimerWheel : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Entry>[] _slots;
    private readonly long _tickTicks;
    private readonly TimeSpan _shutdownTimeout;
    private readonly ILoggingAdapter _log;
    private readonly ManualResetEventSlim _stop = new();
    private Thread _thread;
    private long _startTimestamp;
    private long _nextTick;
    private bool _stopped;

    public TimerWheel(TimeSpan tick, int numSlots, TimeSpan shutdownTimeout, ILoggingAdapter log)
    {
        _slots = [.. Enumerable.Range(0, (int)uint.Max(1, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)numSlots))).Select(_ => new List<Entry>())];
        _tickTicks = tick.Ticks;
        _shutdownTimeout = shutdownTimeout;
        _log = log;
    }

    private long ElapsedTicks => Stopwatch.GetElapsedTime(_startTimestamp).Ticks;

    /// <exception cref="SchedulerException">The scheduler was shut down.</exception>
    public void Add(IRunnable action, TimeSpan delay, TimeSpan interval, ICancelable cancelable)
    {
        if (cancelable is { IsCancellationRequested: true })
            return;
        lock (_lock)
        {
            if (_stopped)
                throw new SchedulerException("cannot enqueue after timer shutdown");
            if (_thread is null)
            {
                _startTimestamp = Stopwatch.GetTimestamp();
                _thread = new Thread(Turn) { IsBackground = true, Name = "scheduler" };
                _thread.Start();
            }
            var entry = new Entry(action, interval.Ticks, cancelable) { DueTicks = ElapsedTicks + delay.Ticks };
            Insert(entry);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            foreach (var slot in _slots)
                slot.Clear();
        }
        _stop.Set();
        if (_thread is not null && _thread != Thread.CurrentThread && !_thread.Join(_shutdownTimeout))
            _log.Warning("Failed to shutdown scheduler within {0}", _shutdownTimeout);
    }

    private void Insert(Entry entry)
    {
        // The first tick at which the entry is due.
        entry.DueTick = Math.Max(_nextTick, (entry.DueTicks + _tickTicks - 1) / _tickTicks);
        _slots[entry.DueTick & (_slots.Length - 1)].Add(entry);
    }

    private void Turn()
    {
        var due = new List<Entry>();
        while (!_stop.IsSet)
        {
            var wait = (_nextTick * _tickTicks) - ElapsedTicks;
            if (wait > 0 && _stop.Wait(TimeSpan.FromTicks(wait)))
                return;
            if ((_nextTick * _tickTicks) > ElapsedTicks)
                continue;
            TakeDue(due);
            foreach (var entry in due)
                Run(entry);
            due.Clear();
        }
    }

    private void TakeDue(List<Entry> due)
    {
        lock (_lock)
        {
            var slot = _slots[_nextTick & (_slots.Length - 1)];
            var kept = 0;
            for (var i = 0; i < slot.Count; i++)
            {
                var entry = slot[i];
                if (entry.IsCancelled)
                    continue;
                if (entry.DueTick <= _nextTick)
                    due.Add(entry);
                else
                    slot[kept++] = entry;
            }
            slot.RemoveRange(kept, slot.Count - kept);
            _nextTick++;
        }
    }

    private void Run(Entry entry)
    {
        if (entry.IsCancelled)
            return;
        try
        {
            entry.Action.Run();
        }
        catch (Exception e)
        {
            // An action that throws is not run again.
            entry.IntervalTicks = 0;
            _log.Error(e, "DedicatedThreadScheduler failed to execute action");
        }
        if (entry.IntervalTicks <= 0 || entry.IsCancelled)
            return;
        lock (_lock)
        {
            if (_stopped)
                return;
            entry.DueTicks += entry.IntervalTicks;
            Insert(entry);
        }
    }

    private sealed class Entry
    {
        private readonly ICancelable _cancelable;

        public Entry(IRunnable action, long intervalTicks, ICancelable cancelable)
        {
            Action = action;
            IntervalTicks = intervalTicks;
            _cancelable = cancelable;
        }

        public IRunnable Action { get; }

        public long IntervalTicks { get; set; }

        public long DueTicks { get; set; }

        public long DueTick { get; set; }

        public bool IsCancelled => _cancelable is { IsCancellationRequested: true };
    }
}
