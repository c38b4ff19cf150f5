using Akka.Actor;

namespace Akka.Pattern;

/// <summary>
/// Guards calls to something that may fail: after a number of failures in a row it refuses calls at once, until a trial
/// call, allowed after a while, succeeds.
/// </summary>
/// <remarks><code>
/// closed --(MaxFailures in a row)--> open --(ResetTimeout)--> half open --(one call succeeds)--> closed
///                                      ^-------------------(that call fails)-------+
/// </code></remarks>
public class CircuitBreaker
{
    private readonly Lock _lock = new();
    private readonly List<Action> _onOpen = [];
    private readonly List<Action> _onHalfOpen = [];
    private readonly List<Action> _onClose = [];
    private State _state = State.Closed;
    private long _failures;
    private bool _trialUnderWay;
    private TimeSpan _openedAt;

    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
    {
        Scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
    }

    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    public IScheduler Scheduler { get; }

    public int MaxFailures { get; }

    /// <summary>A call that takes longer has failed, with a <see cref="TimeoutException"/>; what it does goes on unobserved.</summary>
    public TimeSpan CallTimeout { get; }

    public TimeSpan ResetTimeout { get; }

    public long CurrentFailureCount => Interlocked.Read(ref _failures);

    public Exception LastCaughtException { get; private set; }

    public bool IsClosed => _state == State.Closed;

    public bool IsOpen => _state == State.Open;

    public bool IsHalfOpen => _state == State.HalfOpen;

    public static CircuitBreaker Create(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout) =>
        new(scheduler, maxFailures, callTimeout, resetTimeout);

    /// <exception cref="OpenCircuitException">The breaker is open, or half open with its trial call under way.</exception>
    /// <exception cref="TimeoutException">The call took longer than <see cref="CallTimeout"/>.</exception>
    public async Task<T> WithCircuitBreaker<T>(Func<Task<T>> body)
    {
        T result = default;
        await WithCircuitBreaker((Func<Task>)(async () => result = await body().ConfigureAwait(false))).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc cref="WithCircuitBreaker{T}(Func{Task{T}})"/>
    public async Task WithCircuitBreaker(Func<Task> body)
    {
        Admit();
        try
        {
            await body().WaitAsync(CallTimeout).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            CallFailed(e);
            throw;
        }
        Succeed();
    }

    public CircuitBreaker OnOpen(Action callback) => Listen(_onOpen, callback);

    public CircuitBreaker OnHalfOpen(Action callback) => Listen(_onHalfOpen, callback);

    public CircuitBreaker OnClose(Action callback) => Listen(_onClose, callback);

    /// <summary>Counts as a call that succeeded.</summary>
    public void Succeed()
    {
        lock (_lock)
        {
            if (_state == State.Open)
                return;
            LastCaughtException = null;
            _failures = 0;
            if (_state == State.HalfOpen)
                Enter(State.Closed, _onClose);
        }
    }

    private void CallFailed(Exception cause)
    {
        lock (_lock)
        {
            if (_state == State.Open)
                return;
            LastCaughtException = cause;
            if (_state == State.HalfOpen || ++_failures == MaxFailures)
                Open();
        }
    }

    private void Admit()
    {
        lock (_lock)
        {
            switch (_state)
            {
                case State.Open:
                    var remaining = ResetTimeout - (Scheduler.MonotonicClock - _openedAt);
                    throw new OpenCircuitException(LastCaughtException, remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero);
                case State.HalfOpen when _trialUnderWay:
                    throw new OpenCircuitException(
                        "Circuit breaker is half open, only one call is allowed; this call is failing fast.", LastCaughtException);
                case State.HalfOpen:
                    _trialUnderWay = true;
                    break;
            }
        }
    }

    private void Open()
    {
        _openedAt = Scheduler.MonotonicClock;
        Enter(State.Open, _onOpen);
        Scheduler.Advanced.ScheduleOnce(ResetTimeout, TryAgain);
    }

    private void TryAgain()
    {
        lock (_lock)
        {
            _trialUnderWay = false;
            Enter(State.HalfOpen, _onHalfOpen);
        }
    }

    private CircuitBreaker Listen(List<Action> listeners, Action callback)
    {
        lock (_lock)
            listeners.Add(callback);
        return this;
    }

    // Listeners run elsewhere: they may call back.
    private void Enter(State state, List<Action> listeners)
    {
        _state = state;
        if (state == State.Closed)
            _failures = 0;
        Action[] called = [.. listeners];
        if (called.Length > 0)
            Task.Run(() => Array.ForEach(called, listener => listener()));
    }
}
