namespace Akka.Actor;

/// <summary>What runs when all actors have stopped, the last added first; then the system is terminated.</summary>
internal sealed class TerminationCallbacks
{
    private readonly Lock _lock = new();
    private readonly Stack<Action> _callbacks = new();
    private bool _ran;

    public TerminationCallbacks(Task allActorsStopped) =>
        Completed = allActorsStopped.ContinueWith(_ => RunAll(), TaskScheduler.Default);

    public Task Completed { get; }

    /// <exception cref="InvalidOperationException">The system has terminated.</exception>
    public void Add(Action code)
    {
        lock (_lock)
        {
            if (_ran)
                throw new InvalidOperationException("ActorSystem already terminated.");
            _callbacks.Push(code);
        }
    }

    private void RunAll()
    {
        lock (_lock)
            _ran = true;
        List<Exception> failures = null;
        while (_callbacks.TryPop(out var callback))
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                (failures ??= []).Add(e);
            }
        }
        if (failures is not null)
            throw new AggregateException(failures);
    }
}
