using System.Threading.Channels;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Clients;

/// <summary>A run of a cluster, followed from outside. The following may end; the run goes on.</summary>
internal sealed class RemoteRun : IDisposable
{
    /// <summary>Events that wait for a slow reader; the oldest give way, and the run's files have them all.</summary>
    private const int MaxWaitingEvents = 4096;

    private readonly ActorSystem _system;
    private readonly IActorRef _follower;
    private readonly Channel<RunEvent> _events = Channel.CreateBounded<RunEvent>(
        new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <param name="system">The client's actor system.</param>
    /// <param name="route">To the registry.</param>
    /// <param name="name">The run.</param>
    /// <param name="submitted">The run, where it is to be submitted first; null: it is under way.</param>
    public RemoteRun(ActorSystem system, RunFollower.Route route, string name, RunSpec? submitted)
    {
        _system = system;
        var reader = new RunFollower.Reader(
            _events.Writer,
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
            notice => Console.Error.WriteLine($"akkaclip: {notice}"));
        (Accepted, Outcome) = (reader.Accepted.Task, reader.Outcome.Task);
        _follower = system.ActorOf(RunFollower.Props(route, name, submitted, reader));
    }

    /// <summary>Completes when the cluster has taken the run, or knows it.</summary>
    /// <exception cref="UserErrorException">It has not; the message says why.</exception>
    public Task Accepted { get; }

    /// <summary>How the run ended.</summary>
    /// <exception cref="UserErrorException">It cannot be followed to its end; the message says why.</exception>
    public Task<RunOutcome> Outcome { get; }

    /// <summary>What happens in the run; ends with it, or with the following of it. For one reader.</summary>
    public IAsyncEnumerable<RunEvent> EventsAsync(CancellationToken cancellation) => _events.Reader.ReadAllAsync(cancellation);

    public void Dispose() => _system.Stop(_follower);
}
