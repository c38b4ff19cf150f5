using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;

namespace AkkaClip.Actors.Runs;

/// <summary>Takes runs, gives each its trainers and its coordinator, and knows what became of it.</summary>
/// <remarks>
/// Parent of coordinators and trainers alike, so that neither's failure takes the other along. It restarts both;
/// one that fails more than five times a minute is given up: a trainer is missing from its run then, and without its
/// coordinator a run has failed. What it remembers are events, appended in each run's folder before they are answered.
/// A restart of the registry stops all runs; they go on from their checkpoints when they are submitted again.
/// </remarks>
public sealed class RunRegistry : ReceiveActor
{
    private const int MaxRestarts = 5;

    private readonly RunRegistrySettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SortedDictionary<string, RunRecord> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActiveRun> _active = new(StringComparer.Ordinal);

    public RunRegistry(RunRegistrySettings settings)
    {
        _settings = settings;
        Receive<SubmitRun>(Submit);
        Receive<Prepared>(Begin);
        Receive<NotPrepared>(Refuse);
        Receive<GetRuns>(_ => Sender.Tell(new RunList([.. _runs.Values])));
        Receive<GetRun>(query => Sender.Tell(_runs.TryGetValue(query.Run, out var run) ? new RunFound(run) : NotFound(query.Run)));
        Receive<PauseRun>(command => Pass(command.Run, new RunCoordinator.PauseRun()));
        Receive<ResumeRun>(command => Pass(command.Run, new RunCoordinator.ResumeRun()));
        Receive<StopRun>(command => Pass(command.Run, new RunCoordinator.StopRun(command.Reason)));
        Receive<AskTrainers>(OnAskTrainers);
        Receive<RunStateChanged>(changed => Remember(changed.Run.Value, changed.State, changed.Reason));
        Receive<RunEnded>(OnEnded);
        Receive<Terminated>(OnTerminated);
    }

    /// <summary>Answered by <see cref="RunAccepted"/> or <see cref="RunRefused"/>.</summary>
    public sealed record SubmitRun(RunSpec Spec);

    public sealed record RunAccepted(string Run);

    public sealed record RunRefused(string Run, string Reason);

    /// <summary>Answered by <see cref="RunList"/>.</summary>
    public sealed record GetRuns;

    public sealed record RunList(ImmutableArray<RunRecord> Runs);

    /// <summary>Answered by <see cref="RunFound"/> or <see cref="RunRefused"/>.</summary>
    public sealed record GetRun(string Run);

    public sealed record RunFound(RunRecord Record);

    /// <summary>Hold the run at the next step. Answered by <see cref="RunAccepted"/> or <see cref="RunRefused"/>, as those below.</summary>
    public sealed record PauseRun(string Run);

    public sealed record ResumeRun(string Run);

    /// <summary>Finish the step at hand, write a checkpoint, and end the run.</summary>
    public sealed record StopRun(string Run, string Reason);

    /// <summary>Published on the event stream when all of a run's actors have stopped.</summary>
    /// <param name="State">One of the final ones.</param>
    /// <param name="NumSteps">Steps that it has behind it.</param>
    /// <param name="CheckpointFolder">Of its newest checkpoint; null: there is none.</param>
    public sealed record RunEnded(RunId Run, RunState State, string Reason, long NumSteps, string? CheckpointFolder);

    /// <summary>A coordinator wants its trainers to say what they hold.</summary>
    internal sealed record AskTrainers(RunId Run);

    internal sealed record RunStateChanged(RunId Run, RunState State, string Reason);

    private sealed record Prepared(RunSpec Spec, IRunParts Parts, IActorRef Client);

    private sealed record NotPrepared(RunSpec Spec, Exception Cause, IActorRef Client);

    private sealed record ActiveRun(IRunParts? Parts, IActorRef? Coordinator, ImmutableArray<IActorRef> Trainers, RunEnded? Ended)
    {
        public bool IsGone => Coordinator is null && Trainers.IsEmpty;

        public ActiveRun Without(IActorRef actor) =>
            this with { Coordinator = actor.Equals(Coordinator) ? null : Coordinator, Trainers = Trainers.Remove(actor) };
    }

    public static Props Props(RunRegistrySettings settings) => Akka.Actor.Props.Create(() => new RunRegistry(settings));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(MaxRestarts, TimeSpan.FromMinutes(1), _ => Directive.Restart);

    private void Submit(SubmitRun command)
    {
        var spec = command.Spec;
        if (_active.ContainsKey(spec.Name))
        {
            Sender.Tell(new RunRefused(spec.Name, $"run {spec.Name} is under way already; give the new one another name, or stop that one"));
            return;
        }

        _active[spec.Name] = new ActiveRun(null, null, [], null); // taken, so that nobody else gets the name meanwhile
        var client = Sender;
        Task.Run(() => _settings.CreateParts(spec)).PipeTo(
            Self,
            success: parts => new Prepared(spec, parts, client),
            failure: cause => new NotPrepared(spec, cause, client));
    }

    private void Refuse(NotPrepared failed)
    {
        _active.Remove(failed.Spec.Name);
        if (failed.Cause is not (UserErrorException or DataSourceException))
            _log.Error(failed.Cause, "run {0} cannot be prepared", failed.Spec.Name);
        failed.Client.Tell(new RunRefused(failed.Spec.Name, failed.Cause.Message));
    }

    private void Begin(Prepared prepared)
    {
        var spec = prepared.Spec;
        try
        {
            Directory.CreateDirectory(spec.Directory);
            Remember(spec.Name, new RegistryEvent.RunSubmitted(spec.Name, spec.Directory, _settings.Time.GetUtcNow()), spec.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _active.Remove(spec.Name);
            prepared.Parts.Dispose();
            prepared.Client.Tell(new RunRefused(spec.Name, $"its folder {spec.Directory} cannot be written: {e.Message}"));
            return;
        }

        var resources = new TrainerResources(prepared.Parts, _settings.Hub, new SnapshotShelf(), _settings.Time);
        var coordinator = Context.Watch(Context.ActorOf(RunCoordinator.Props(spec, resources, _settings.Coordinator(spec)), NameOf(spec, "coordinator")));
        ImmutableArray<IActorRef> trainers =
        [
            .. Enumerable.Range(0, spec.Trainers.Count)
                .Select(number => _settings.Trainer(spec, number))
                .Select(options => Context.Watch(Context.ActorOf(Trainer.Props(options, coordinator, resources), NameOf(spec, options.Id.Value)))),
        ];
        _active[spec.Name] = new ActiveRun(prepared.Parts, coordinator, trainers, null);
        prepared.Client.Tell(new RunAccepted(spec.Name));
    }

    private void Pass(string run, object command)
    {
        if (_active.GetValueOrDefault(run)?.Coordinator is not { } coordinator)
        {
            Sender.Tell(NotFound(run));
            return;
        }

        coordinator.Tell(command);
        Sender.Tell(new RunAccepted(run));
    }

    private void OnAskTrainers(AskTrainers query)
    {
        foreach (var trainer in _active.GetValueOrDefault(query.Run.Value)?.Trainers ?? [])
            trainer.Tell(new Trainer.GetStatus(query.Run));
    }

    private void OnEnded(RunEnded ended)
    {
        if (!_active.TryGetValue(ended.Run.Value, out var run))
            return;
        _active[ended.Run.Value] = run with { Ended = ended };
        foreach (var trainer in run.Trainers)
            Context.Stop(trainer);
        if (run.Coordinator is { } coordinator)
            Context.Stop(coordinator);
    }

    private void OnTerminated(Terminated gone)
    {
        foreach (var (name, run) in _active.Where(run => run.Value.Without(gone.ActorRef) != run.Value).ToList())
        {
            var left = run.Without(gone.ActorRef);
            _active[name] = left;
            if (left.Coordinator is null && left.Ended is null)
                GiveUp(name);
            else if (left.IsGone)
                Close(name, left.Ended!);
        }
    }

    /// <summary>The coordinator is lost for good; its trainers have nobody to follow.</summary>
    private void GiveUp(string name)
    {
        var reason = $"its coordinator failed more than {MaxRestarts} times in a minute; see the log";
        Remember(name, RunState.Failed, reason);
        OnEnded(new RunEnded(new RunId(name), RunState.Failed, reason, 0, null));
        if (_active[name].IsGone)
            Close(name, _active[name].Ended!);
    }

    private void Close(string name, RunEnded ended)
    {
        _active[name].Parts?.Dispose();
        _active.Remove(name);
        _settings.Hub.Remove(new RunId(name));
        Context.System.EventStream.Publish(ended);
    }

    private void Remember(string run, RunState state, string reason)
    {
        try
        {
            Remember(run, new RegistryEvent.RunChanged(run, state, reason, _settings.Time.GetUtcNow()), _runs[run].Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Warning("run {0}: that it is {1} cannot be recorded in {2}: {3}", run, state, _runs[run].Folder, e.Message);
        }
    }

    private void Remember(string run, RegistryEvent happened, string folder)
    {
        _runs[run] = RunRecord.Apply(_runs.GetValueOrDefault(run) ?? RunRecord.Load(folder), happened);
        RunRecord.Append(folder, happened);
    }

    /// <summary>Names of runs are free text, those of actors are not.</summary>
    private static string NameOf(RunSpec spec, string role) => $"{Uri.EscapeDataString(spec.Name)}-{role}";

    private static RunRefused NotFound(string run) => new(run, $"there is no run {run} under way");
}
