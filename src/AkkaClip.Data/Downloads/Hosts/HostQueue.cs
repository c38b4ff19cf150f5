namespace AkkaClip.Data.Downloads.Hosts;

/// <summary>
/// Items by the host that they are asked from, handed out to many workers: hosts take turns, none has more than its share of
/// requests under way, one that rests is left alone, and an item put off comes back when its time has come. A slow host
/// keeps nobody waiting but its own items.
/// </summary>
/// <typeparam name="T">What is handed out.</typeparam>
internal sealed class HostQueue<T> : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _maxPerHost;
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hosts that have an item and may be asked now, each once.</summary>
    private readonly Queue<Host> _turns = [];
    private readonly PriorityQueue<Host, DateTimeOffset> _resting = new();
    private readonly PriorityQueue<(string Host, T Item), DateTimeOffset> _later = new();
    private readonly Queue<TaskCompletionSource> _waiters = [];
    private bool _isComplete;

    public HostQueue(int maxPerHost, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPerHost);
        (_maxPerHost, _time) = (maxPerHost, time);
        _alarm = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Puts an item behind the others of its host.</summary>
    public void Add(string host, T item)
    {
        lock (_gate)
            Enqueue(host, item);
    }

    /// <summary>Puts an item off.</summary>
    public void AddLater(string host, T item, TimeSpan delay)
    {
        lock (_gate)
        {
            _later.Enqueue((host, item), _time.GetUtcNow() + delay);
            SetAlarm();
        }
    }

    /// <summary>The next item, once there is one; null: it is all over. Each one taken is given back by <see cref="Release"/>.</summary>
    public async ValueTask<(string Host, T Item)?> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TaskCompletionSource waiter;
            lock (_gate)
            {
                Wake();
                if (_turns.TryDequeue(out var host))
                    return (host.Name, Next(host));
                if (_isComplete)
                    return null;
                waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiters.Enqueue(waiter);
            }
            await using (cancellation.Register(() => Cancel(waiter)))
                await waiter.Task.ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A request to the host is over.</summary>
    public void Release(string host)
    {
        lock (_gate)
        {
            var released = _hosts[host];
            released.NumActive--;
            Queue(released);
            if (released.NumActive == 0 && released.Items.Count == 0 && released.RestsUntil <= _time.GetUtcNow())
                _hosts.Remove(host);
        }
    }

    /// <summary>Leaves a host alone for a while.</summary>
    public void Rest(string host, TimeSpan duration)
    {
        lock (_gate)
        {
            var resting = HostOf(host);
            var until = _time.GetUtcNow() + duration;
            if (until <= resting.RestsUntil)
                return;
            resting.RestsUntil = until;
            _resting.Enqueue(resting, until);
            SetAlarm();
        }
    }

    /// <summary>Nothing more comes: who waits, and who asks when the queue is empty, is told so.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            while (_waiters.TryDequeue(out var waiter))
                waiter.TrySetResult();
        }
    }

    public void Dispose() => _alarm.Dispose();

    private T Next(Host host)
    {
        host.HasTurn = false;
        host.NumActive++;
        var item = host.Items.Dequeue();
        Queue(host);
        if (_turns.Count > 0)
            Signal();
        return item;
    }

    private void Enqueue(string host, T item)
    {
        var its = HostOf(host);
        its.Items.Enqueue(item);
        Queue(its);
    }

    private Host HostOf(string name)
    {
        if (!_hosts.TryGetValue(name, out var host))
            _hosts.Add(name, host = new Host(name));
        return host;
    }

    /// <summary>Gives a host a turn if it may have one.</summary>
    private void Queue(Host host)
    {
        if (host.HasTurn || host.Items.Count == 0 || host.NumActive >= _maxPerHost || host.RestsUntil > _time.GetUtcNow())
            return;
        host.HasTurn = true;
        _turns.Enqueue(host);
        Signal();
    }

    private void Tick()
    {
        lock (_gate)
            Wake();
    }

    /// <summary>Whatever time has come for.</summary>
    private void Wake()
    {
        var now = _time.GetUtcNow();
        while (_later.TryPeek(out var item, out var due) && due <= now)
        {
            _later.Dequeue();
            Enqueue(item.Host, item.Item);
        }
        while (_resting.TryPeek(out var host, out var until) && until <= now)
        {
            _resting.Dequeue();
            Queue(host);
        }
        SetAlarm();
    }

    private void SetAlarm()
    {
        DateTimeOffset? next = _later.TryPeek(out _, out var due) ? due : null;
        if (_resting.TryPeek(out _, out var until) && !(next <= until))
            next = until;
        if (next is null)
        {
            _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }
        // Timers are coarse: a little late is in time, a little early would be in vain.
        var wait = next.Value - _time.GetUtcNow() + TimeSpan.FromMilliseconds(1);
        _alarm.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A worker gives up waiting. A signal that it has got already goes on to another one.</summary>
    private void Cancel(TaskCompletionSource waiter)
    {
        lock (_gate)
        {
            if (!waiter.TrySetResult())
                Signal();
        }
    }

    private void Signal()
    {
        while (_waiters.TryDequeue(out var waiter))
        {
            if (waiter.TrySetResult())
                return;
        }
    }

    private sealed class Host(string name)
    {
        public string Name => name;

        public Queue<T> Items { get; } = [];

        public int NumActive { get; set; }

        public bool HasTurn { get; set; }

        public DateTimeOffset RestsUntil { get; set; }
    }
}
