using System.Threading.Channels;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.App.Clients;
using AkkaClip.App.Runs;
using Petabridge.Cmd;

namespace AkkaClip.App.Palette;

/// <summary>Hands what happens in a run to a client: a line an event, until the run has ended or the client is gone.</summary>
/// <remarks>Parent of the run's follower, which asks again where registries move. Stops with its client.</remarks>
internal sealed class ClipTail : ReceiveActor
{
    /// <summary>Of a slow client the oldest lines give way.</summary>
    private const int MaxWaiting = 1024;

    private static readonly TimeSpan s_firstWord = TimeSpan.FromSeconds(10);

    private readonly Channel<RunEvent> _events = Channel.CreateBounded<RunEvent>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly ActorSelection _registry;
    private readonly IActorRef _client;

    /// <param name="registry">The way to the registry of runs.</param>
    /// <param name="runs">Finds the run that is meant.</param>
    /// <param name="asked">Its name; null: the one under way.</param>
    /// <param name="client">Who reads.</param>
    public ClipTail(ActorSelection registry, ClipRuns runs, string? asked, IActorRef client)
    {
        (_registry, _client) = (registry, client);
        Context.Watch(client);
        runs.NameAsync(asked).PipeTo(Self, Self, name => new Named(name), ClipCommandActor.Failure);
        Receive<Named>(found => Follow(found.Run));
        Receive<CommandResponse>(last =>
        {
            client.Tell(last);
            Context.Stop(Self);
        });
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    private sealed record Named(string Run);

    private void Follow(string run)
    {
        var client = _client;
        var reader = new RunFollower.Reader(
            _events.Writer,
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
            notice => client.Tell(new CommandResponse(notice, final: false)));
        Context.ActorOf(RunFollower.Props(new RunFollower.Route(_registry.Tell, s_firstWord, ClipRuns.Silence), run, submitted: null, reader));
        FollowAsync(reader, client).PipeTo(Self, Self, failure: ClipCommandActor.Failure);
    }

    private async Task<CommandResponse> FollowAsync(RunFollower.Reader reader, IActorRef client)
    {
        await reader.Accepted.Task; // or why there is nothing to follow
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            if (RunDisplay.Text(happened) is { } line)
                client.Tell(new CommandResponse(line, final: false));
        }

        var ended = await reader.Outcome.Task;
        return new CommandResponse($"{ended.State.ToString().ToLowerInvariant()}: {ended.Reason}");
    }
}
