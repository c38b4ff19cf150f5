using System.Threading.Channels;
using Akka.Actor;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>A run that was given to a <see cref="RunHost"/>: what happens in it, and how it ends.</summary>
public sealed class LocalRun : IDisposable
{
    /// <summary>Events that wait for a slow reader; the oldest give way, and the files have them all.</summary>
    private const int MaxWaitingEvents = 4096;

    private readonly IActorRef _registry;
    private readonly ActorSystem _system;
    private readonly IActorRef _listener, _watch;
    private readonly Channel<RunEvent> _events = Channel.CreateBounded<RunEvent>(
        new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TaskCompletionSource<RunRegistry.RunEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LocalRun(ActorSystem system, IActorRef registry, string name)
    {
        _system = system;
        _registry = registry;
        Name = name;
        _listener = system.ActorOf(Listener.Props(_events.Writer, _ended));
        _watch = system.ActorOf(RunWatch.Props(name, _listener));
    }

    public string Name { get; }

    /// <summary>Completes when all of the run's actors have stopped and everything is on disk.</summary>
    public Task<RunRegistry.RunEnded> Completion => _ended.Task;

    /// <summary>What happens in the run, from its submission on; ends with the run. For one reader.</summary>
    public IAsyncEnumerable<RunEvent> Events => _events.Reader.ReadAllAsync();

    /// <summary>Finishes the step at hand, writes a checkpoint, and ends the run; completes as <see cref="Completion"/> does.</summary>
    public Task<RunRegistry.RunEnded> StopAsync(string reason)
    {
        _registry.Tell(new RunRegistry.StopRun(Name, reason), ActorRefs.NoSender);
        return Completion;
    }

    public void Pause() => _registry.Tell(new RunRegistry.PauseRun(Name), ActorRefs.NoSender);

    public void Resume() => _registry.Tell(new RunRegistry.ResumeRun(Name), ActorRefs.NoSender);

    /// <summary>Completes when nothing that happens from then on is missed.</summary>
    internal Task ListenAsync(CancellationToken cancellation) =>
        _watch.Ask<ActorIdentity>(new Identify(Name), cancellation);

    /// <summary>Stops listening; the run goes on.</summary>
    public void Dispose() => _system.Stop(_listener);

    /// <summary>Hands what a <see cref="RunWatch"/> says to the run's reader.</summary>
    /// <remarks>Stopped with its <see cref="LocalRun"/>. Events of a failed listener would be lost, so that it is not restarted.</remarks>
    private sealed class Listener : ReceiveActor
    {
        private readonly ChannelWriter<RunEvent> _writer;
        private readonly TaskCompletionSource<RunRegistry.RunEnded> _ended;

        public Listener(ChannelWriter<RunEvent> writer, TaskCompletionSource<RunRegistry.RunEnded> ended)
        {
            _writer = writer;
            _ended = ended;
            Receive<RunEvent>(happened => writer.TryWrite(happened));
            Receive<RunRegistry.RunEnded>(End);
        }

        public static Props Props(ChannelWriter<RunEvent> writer, TaskCompletionSource<RunRegistry.RunEnded> ended) =>
            Akka.Actor.Props.Create(() => new Listener(writer, ended));

        protected override void PostStop()
        {
            _writer.TryComplete();
            _ended.TrySetCanceled();
        }

        private void End(RunRegistry.RunEnded result)
        {
            _ended.TrySetResult(result);
            _writer.TryComplete();
            Context.Stop(Self);
        }
    }
}
