using System.Threading.Channels;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Clients;

/// <summary>Submits a run to a cluster's registry, or finds it there, and hands its news to a reader.</summary>
/// <remarks>
/// Knocking -> Submitting -> Following -> Finding. It repeats what it has asked: nodes are lost with what they were about to
/// pass on, registries move, and a member closes the way back to a client that is silent. With its request to watch it
/// says what it has seen last, so that it is told what it has missed. Stopped with its <see cref="RemoteRun"/>; it is
/// not restarted, for its reader would wait for what was lost.
/// </remarks>
internal sealed class RunFollower : ReceiveActor, IWithTimers
{
    /// <summary>Well below the 30 s after which a member closes the way back.</summary>
    private static readonly TimeSpan s_repeatInterval = TimeSpan.FromSeconds(2);

    private readonly Route _route;
    private readonly string _run;
    private readonly RunSpec? _submitted;
    private readonly Reader _reader;
    private readonly string _ticket = Guid.NewGuid().ToString("N");

    /// <summary>The last that was passed on; null: nothing yet.</summary>
    private DateTimeOffset? _seen;
    private string _told = "";

    public RunFollower(Route route, string run, RunSpec? submitted, Reader reader)
    {
        (_route, _run, _submitted, _reader) = (route, run, submitted, reader);
        Become(Knocking);
    }

    /// <summary>The way to the registry.</summary>
    /// <param name="Send">Sends it a message for a sender.</param>
    /// <param name="Timeout">How long to wait for the first word.</param>
    /// <param name="Silence">What to say when it does not come.</param>
    public sealed record Route(Action<object, IActorRef> Send, TimeSpan Timeout, string Silence);

    /// <summary>Who waits for the run.</summary>
    /// <param name="Events">What happens.</param>
    /// <param name="Accepted">The cluster has taken the run, or knows it.</param>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Told">Gets what the user should know of the cluster while nothing happens.</param>
    public sealed record Reader(ChannelWriter<RunEvent> Events, TaskCompletionSource Accepted, TaskCompletionSource<RunOutcome> Outcome, Action<string> Told);

    private sealed record Repeat;

    private sealed record Silent;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Route route, string run, RunSpec? submitted, Reader reader) =>
        Akka.Actor.Props.Create(() => new RunFollower(route, run, submitted, reader));

    protected override void PreStart()
    {
        Send(new RunRegistry.GetRuns());
        Timers.StartSingleTimer("silent", new Silent(), _route.Timeout);
        Timers.StartPeriodicTimer("repeat", new Repeat(), s_repeatInterval);
    }

    protected override void PostStop()
    {
        _reader.Accepted.TrySetCanceled();
        _reader.Outcome.TrySetCanceled();
        _reader.Events.TryComplete();
    }

    private void Knocking()
    {
        Receive<RunRegistry.RunList>(_ =>
        {
            Timers.Cancel("silent");
            Become(_submitted is null ? Following : Submitting);
            Send(_submitted is null ? new RunRegistry.WatchRun(_run) : Submission);
        });
        Receive<Silent>(_ => Fail(_route.Silence));
        Receive<Repeat>(_ => Send(new RunRegistry.GetRuns()));
        Receive<RunRegistry.RegistryWaits>(waits =>
        {
            Timers.Cancel("silent"); // there is somebody
            Wait(waits);
        });
    }

    private RunRegistry.SubmitRun Submission => new(_submitted!, _ticket);

    /// <summary>To open a run's data may take the cluster minutes.</summary>
    private void Submitting()
    {
        Receive<RunRegistry.RunAccepted>(accepted =>
        {
            _seen = accepted.At;
            Become(Following);
            Send(new RunRegistry.WatchRun(_run, _seen));
        });
        Receive<RunRegistry.RunRefused>(refused => Fail(refused.Reason));
        Receive<Repeat>(_ => Send(Submission));
        Receive<RunRegistry.RunList>(_ => { });
        Receive<RunRegistry.RegistryWaits>(Wait);
    }

    private void Following()
    {
        Receive<RunEvent>(Pass);
        Receive<RunRegistry.RunAccepted>(accepted =>
        {
            _seen ??= accepted.At;
            _reader.Accepted.TrySetResult();
        });
        Receive<RunRegistry.RunEnded>(ended => End(new RunOutcome(ended.State, ended.Reason, ended.CheckpointFolder)));
        Receive<RunRegistry.RunRefused>(_ =>
        {
            // Not under way: it has ended, perhaps while its registry moved; or it never was.
            Become(Finding);
            Send(new RunRegistry.GetRun(_run));
        });
        Receive<Repeat>(_ => Send(new RunRegistry.WatchRun(_run, _seen)));
        Receive<RunRegistry.RunList>(_ => { });
        Receive<RunRegistry.RegistryWaits>(Wait);
    }

    private void Finding()
    {
        Receive<RunRegistry.RunFound>(found =>
        {
            if (found.Status.State.IsFinal())
                End(new RunOutcome(found.Status.State, found.Status.Record.Reason, found.Status.Figures.Checkpoint?.Folder));
            else
                Become(Following); // about to be taken over by a new registry; the next repetition asks it
        });
        Receive<RunRegistry.RunRefused>(refused => Fail(refused.Reason));
        Receive<Repeat>(_ => Send(new RunRegistry.GetRun(_run)));
        Receive<RunEvent>(Pass);
        Receive<RunRegistry.RunAccepted>(_ => { });
        Receive<RunRegistry.RegistryWaits>(Wait);
    }

    private void Wait(RunRegistry.RegistryWaits waits)
    {
        if (_told == waits.Reason)
            return;
        _told = waits.Reason;
        _reader.Told(waits.Reason);
    }

    /// <summary>A watch from before a loss may still tell what one from after it has told.</summary>
    private void Pass(RunEvent happened)
    {
        if (happened.Run != _run || happened.Time <= _seen)
            return;
        _seen = happened.Time;
        _reader.Events.TryWrite(happened);
    }

    private void End(RunOutcome outcome)
    {
        _reader.Accepted.TrySetResult();
        _reader.Outcome.TrySetResult(outcome);
        Context.Stop(Self);
    }

    private void Fail(string reason)
    {
        // Whoever looks at one of the two is told; the other must not be reported as an error that nobody saw.
        if (_reader.Accepted.TrySetException(new UserErrorException(reason)))
            _reader.Outcome.TrySetCanceled();
        else
            _reader.Outcome.TrySetException(new UserErrorException(reason));
        Context.Stop(Self);
    }

    private void Send(object message) => _route.Send(message, Self);
}
