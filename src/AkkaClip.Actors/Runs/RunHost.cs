using Akka.Actor;
using Akka.Configuration;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Pool;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>An actor system of this process that runs are given to: registry and node in one, without a cluster.</summary>
public sealed class RunHost : IAsyncDisposable
{
    /// <summary>Opening the data of a run, which may mean to index it.</summary>
    private static readonly TimeSpan SubmitTimeout = TimeSpan.FromHours(1);

    private readonly ActorSystem _system;
    private readonly IActorRef _registry;

    /// <summary>Trainers that one process may have; the runs say how many they want.</summary>
    private const int MaxTrainers = 1024;

    /// <param name="createParts">Opens a run's data and resolves its model. Throws what the user is told.</param>
    /// <param name="settings">Time limits; null: the defaults.</param>
    /// <param name="config">Overrides of the actor system's own configuration.</param>
    public RunHost(Func<RunSpec, IRunParts> createParts, RunRegistrySettings? settings = null, Config? config = null)
    {
        _system = ActorSystem.Create("akkaclip", (config ?? Config.Empty).WithFallback(RunDispatchers.Config));
        _registry = _system.ActorOf(RunRegistry.Props(settings ?? new RunRegistrySettings()), "runs");
        var node = new NodeSettings
        {
            Name = "trainer",
            Devices = [.. Enumerable.Repeat(DeviceRule.Any, MaxTrainers)],
            Evaluates = true,
            CreateParts = createParts,
            Links = new InProcessLinks(new InProcessHub(new CollectiveOptions())),
        };
        _system.ActorOf(NodeAgent.Props(node, _registry), "node");
    }

    /// <summary>The actor system, for what is not offered here.</summary>
    public ActorSystem System => _system;

    public IActorRef Registry => _registry;

    /// <summary>Starts a run, or goes on with the one in its folder.</summary>
    /// <param name="cancellation">Ends the waiting, not the run; for that there is <see cref="LocalRun.StopAsync"/>.</param>
    /// <exception cref="UserErrorException">The run cannot be started; the message says why.</exception>
    public async Task<LocalRun> SubmitAsync(RunSpec spec, CancellationToken cancellation = default)
    {
        var run = new LocalRun(_system, _registry, spec.Name);
        try
        {
            await run.ListenAsync(cancellation).ConfigureAwait(false);
            var answer = await _registry.Ask<object>(new RunRegistry.SubmitRun(spec), SubmitTimeout, cancellation).ConfigureAwait(false);
            return answer is RunRegistry.RunRefused refused ? throw new UserErrorException(refused.Reason) : run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Stops all actors. Runs that are under way keep their last checkpoint.</summary>
    public async ValueTask DisposeAsync() =>
        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance).ConfigureAwait(false);
}
