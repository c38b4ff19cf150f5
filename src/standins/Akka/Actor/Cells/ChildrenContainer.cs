namespace Akka.Actor;

/// <summary>
/// The children of a cell, by name, in the order of their creation; and which of them are stopping, and what for.
/// Guardians create children from any thread, so it is locked.
/// </summary>
internal sealed class ChildrenContainer
{
    private static readonly ChildRestartStats[] None = [];

    private readonly Lock _lock = new();
    private OrderedDictionary<string, ChildRestartStats> _children;
    private HashSet<IActorRef> _stopping;
    private ChildRestartStats[] _snapshot = None;
    private SuspendReason _reason;
    private bool _terminated;

    public bool IsTerminated => Volatile.Read(ref _terminated);

    /// <summary>The actor is about to stop, or has stopped: no child may be added.</summary>
    public bool IsTerminating => _terminated || _reason == SuspendReason.Termination;

    public bool IsNormal => !_terminated && _reason is SuspendReason.None or SuspendReason.UserRequest;

    /// <summary>A creation, restart or stop waits for children to stop.</summary>
    public bool IsWaiting => _reason is SuspendReason.Creation or SuspendReason.Recreation or SuspendReason.Termination;

    public ChildRestartStats[] Stats
    {
        get
        {
            lock (_lock)
                return _snapshot ??= [.. _children.Values.Where(c => c is not null)];
        }
    }

    /// <exception cref="InvalidActorNameException">The name is taken.</exception>
    public void Reserve(string name)
    {
        lock (_lock)
        {
            if (IsTerminating)
                throw new InvalidOperationException($"Cannot reserve actor name '{name}': {(_terminated ? "already terminated" : "terminating")}");
            if (!(_children ??= []).TryAdd(name, null))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
        }
    }

    public void Unreserve(string name)
    {
        lock (_lock)
        {
            if (_children is not null && _children.TryGetValue(name, out var stats) && stats is null)
                _children.Remove(name);
        }
    }

    /// <summary>Fills a reserved name; false where the name was not reserved.</summary>
    public bool Init(IInternalActorRef child)
    {
        lock (_lock)
        {
            if (_children is null || !_children.TryGetValue(child.Path.Name, out var known))
                return false;
            if (known is null)
            {
                _children[child.Path.Name] = new ChildRestartStats(child);
                _snapshot = null;
            }
            return true;
        }
    }

    public ChildRestartStats Find(string name)
    {
        lock (_lock)
            return _children?.GetValueOrDefault(name);
    }

    public ChildRestartStats Find(IActorRef actor) =>
        Find(actor.Path.Name) is { } stats && stats.Child.Equals(actor) ? stats : null;

    public bool Contains(IActorRef actor) => Find(actor) is not null;

    /// <summary>Notes that a child was told to stop.</summary>
    public void ShallDie(IActorRef actor)
    {
        lock (_lock)
        {
            if (_children is null || Find(actor) is null)
                return;
            (_stopping ??= []).Add(actor);
            if (_reason == SuspendReason.None)
                _reason = SuspendReason.UserRequest;
        }
    }

    /// <summary>Waits for the stopping children; false where there are none, so that there is nothing to wait for.</summary>
    public bool SetReason(SuspendReason reason)
    {
        lock (_lock)
        {
            if (_stopping is not { Count: > 0 })
                return false;
            _reason = reason;
            return true;
        }
    }

    /// <summary>Removes a child; what was waited for, where it was the last one of those.</summary>
    public SuspendReason Remove(IActorRef child)
    {
        lock (_lock)
        {
            if (_children.Remove(child.Path.Name))
                _snapshot = null;
            if (_stopping is null || !_stopping.Remove(child) || _stopping.Count > 0)
                return SuspendReason.None;
            var reason = _reason;
            _reason = SuspendReason.None;
            _terminated |= reason == SuspendReason.Termination;
            return reason;
        }
    }

    public void SetTerminated()
    {
        lock (_lock)
        {
            _terminated = true;
            _reason = SuspendReason.None;
        }
    }
}
