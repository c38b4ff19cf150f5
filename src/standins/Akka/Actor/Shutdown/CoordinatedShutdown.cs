using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Shuts a system down in phases: the tasks of a phase run at once, the next phase begins when they are done or their
/// time is up. It runs once, however often it is asked for.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    private readonly Dictionary<string, Phase> _phases;
    private readonly List<string> _orderedPhases;
    private readonly ConcurrentDictionary<string, ImmutableList<(string Name, Func<Task<Done>> Task)>> _tasks = new();
    private readonly TaskCompletionSource<Done> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILoggingAdapter _log;
    private Reason _reason;
    private volatile bool _processExits;

    internal CoordinatedShutdown(ExtendedActorSystem system, Dictionary<string, Phase> phases)
    {
        System = system;
        _phases = phases;
        _orderedPhases = ShutdownPhases.Sort(phases);
        _log = Logging.GetLogger(system, GetType());
    }

    public ExtendedActorSystem System { get; }

    /// <summary>Why the shutdown runs; null while it does not.</summary>
    public Reason ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The time of all phases that have tasks.</summary>
    public TimeSpan TotalTimeout => _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));

    public static CoordinatedShutdown Get(ActorSystem sys) =>
        sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!_orderedPhases.Contains(phase))
        {
            throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases [{string.Join(",", _orderedPhases)}]. " +
                "All phases (along with their optional dependencies) must be defined in configuration.");
        }
        _tasks.AddOrUpdate(phase, [(taskName, task)], (_, tasks) => tasks.Add((taskName, task)));
    }

    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public TimeSpan Timeout(string phase) => _phases.TryGetValue(phase, out var known)
        ? known.Timeout
        : throw new ArgumentException($"Unknown phase [{phase}]. All phases must be defined in configuration.", nameof(phase));

    /// <summary>Runs the phases, from the first or the given one; a second call gets the first one's task.</summary>
    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _ = RunOnce(fromPhase);
        return _completed.Task;
    }

    internal void AddTerminationTask(bool exitClr)
    {
        var terminate = System.Settings.CoordinatedShutdownTerminateActorSystem;
        if (!terminate && !exitClr)
            return;
        AddTask(PhaseActorSystemTerminate, "terminate-system", async () =>
        {
            if (terminate)
            {
                var terminated = System.FinalTerminate();
                if (exitClr)
                    await Task.WhenAny(terminated, Task.Delay(Timeout(PhaseActorSystemTerminate))).ConfigureAwait(false);
                else
                    await terminated.ConfigureAwait(false);
            }
            if (exitClr && !_processExits)
                Environment.Exit(0);
            return Done.Instance;
        });
    }

    internal void RunOnProcessExit()
    {
        AppDomain.CurrentDomain.ProcessExit += Exit;
        System.WhenTerminated.ContinueWith(_ => AppDomain.CurrentDomain.ProcessExit -= Exit, TaskScheduler.Default);

        void Exit(object sender, EventArgs e)
        {
            _processExits = true;
            if (System.WhenTerminated.IsCompleted)
                return;
            _log.Info("Starting coordinated shutdown from CLR termination hook.");
            try
            {
                // The process ends when this handler returns.
                Task.Run(() => Run(ClrExitReason.Instance)).Wait(TotalTimeout);
            }
            catch (AggregateException ex)
            {
                _log.Warning("CoordinatedShutdown from CLR shutdown failed: {0}", ex.Flatten().InnerException?.Message);
            }
        }
    }

    private async Task RunOnce(string fromPhase)
    {
        // The caller may hold an actor's thread or the lock of a test: never run tasks on it.
        await Task.Yield();
        try
        {
            var begin = fromPhase is null ? 0 : _orderedPhases.IndexOf(fromPhase);
            foreach (var phase in _orderedPhases.Skip(begin < 0 ? _orderedPhases.Count : begin))
                await RunPhase(phase).ConfigureAwait(false);
            _completed.SetResult(Done.Instance);
        }
        catch (Exception e)
        {
            _completed.SetException(e);
        }
    }

    private async Task RunPhase(string phase)
    {
        if (!_tasks.TryGetValue(phase, out var tasks))
        {
            _log.Debug("Performing phase [{0}] with [0] tasks.", phase);
            return;
        }
        _log.Debug("Performing phase [{0}] with [{1}] tasks: [{2}]", phase, tasks.Count, string.Join(",", tasks.Select(t => t.Name)));
        var (_, timeout, recover) = _phases[phase];
        var all = Task.WhenAll(tasks.Select(t => RunTask(phase, t.Name, t.Task, recover)));
        try
        {
            await all.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!all.IsCompleted)
        {
            if (!recover)
                throw new TimeoutException($"Coordinated shutdown phase[{phase}] timed out after {timeout}");
            _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", phase, timeout);
        }
    }

    private async Task RunTask(string phase, string name, Func<Task<Done>> task, bool recover)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception e) when (recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phase, e.Message);
        }
    }
}
