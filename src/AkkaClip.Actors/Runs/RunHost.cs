using Akka.Actor;
using Akka.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>An actor system of this process that runs are given to.</summary>
public sealed class RunHost : IAsyncDisposable
{
    /// <summary>Opening the data of a run, which may mean to index it.</summary>
    private static readonly TimeSpan SubmitTimeout = TimeSpan.FromHours(1);

    private readonly ActorSystem _system;
    private readonly IActorRef _registry;

    /// <param name="settings">What runs are made from.</param>
    /// <param name="config">Overrides of the actor system's own configuration.</param>
    public RunHost(RunRegistrySettings settings, Config? config = null)
    {
        _system = ActorSystem.Create("akkaclip", (config ?? Config.Empty).WithFallback(RunDispatchers.Config));
        _registry = _system.ActorOf(RunRegistry.Props(settings), "runs");
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
