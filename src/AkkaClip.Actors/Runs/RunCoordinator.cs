using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Schedules;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Runs;

/// <summary>Leads one run: its membership, generations, step commits, checkpoints and evaluations.</summary>
/// <remarks>
/// Child of the run registry. It executes what the pure rules of <see cref="StepRule"/>, <see cref="MembershipRule"/> and
/// <see cref="ChecksumRule"/> decide. Its trainers are the registry's children, so that they outlive it: a restarted
/// coordinator asks them what they hold, and goes on from there. Checkpointer, evaluator and reporter are its own
/// children, and are restarted without limit, because training does not depend on them.
/// <code>
///  Starting ── CheckpointFound ──► gathering ── enough trainers ──► Training ◄── PauseRun, ResumeRun ──► Paused
///                                   ▲   │ too few: Waiting             │
///                                   └───┴──── a trainer was lost ──────┤ last step, or StopRun
///                                                                      ▼
///      Completed, Stopped or Failed ◄── last checkpoint, evaluations ─ Finishing
/// </code>
/// All commands of a commit are sent before those of the next generation, and mailboxes keep their order: whoever gets a
/// <see cref="Trainer.StartGeneration"/> has concluded the step before it.
/// </remarks>
internal sealed partial class RunCoordinator : ReceiveActor, IWithTimers
{
    private const string GraceTimer = "grace", StepTimer = "step";

    private readonly RunSpec _spec;
    private readonly RunId _run;
    private readonly TrainerResources _resources;
    private readonly CoordinatorOptions _options;
    private readonly LearningRateSchedule _schedule;
    private readonly TrainerRoster _roster = new();
    private readonly ProgressMeter _meter;
    private readonly SnapshotDesk _desk;
    private readonly IActorRef _reporter;

    /// <summary>What the members reported of the step at hand.</summary>
    private readonly SortedDictionary<TrainerId, StepReduced> _reduced = [];

    /// <summary>Members that are known to hold the state which the step at hand begins with, and its checksum where one was due.</summary>
    private readonly SortedDictionary<TrainerId, ulong?> _settled = [];

    private RunState _state = RunState.Starting;
    private StepState? _current;
    private GenerationPlan? _plan;
    private Checkpointer.CheckpointFound? _found;
    private int _expectedTrainers;
    private int _lastGeneration;
    private long _nextStep;
    private int _abortedInARow;
    private bool _graceIsOver;
    private bool _pauseWished;
    private string? _stopReason;

    public RunCoordinator(RunSpec spec, TrainerResources resources, CoordinatorOptions options)
    {
        _spec = spec;
        _resources = resources;
        _options = options;
        _run = new RunId(spec.Name);
        _schedule = new LearningRateSchedule(spec.Training);
        _expectedTrainers = spec.Trainers.Count;
        _meter = new ProgressMeter(spec, resources.Parts.NumSamples, resources.Time);
        _reporter = Context.ActorOf(ProgressReporter.Props(spec.Name, spec.Directory, resources.Time), "reporter");
        _desk = new SnapshotDesk(spec, resources, Context, Report);
        Become(Active);
    }

    public sealed record PauseRun;

    public sealed record ResumeRun;

    /// <summary>Finish the step at hand, write a checkpoint, and end.</summary>
    public sealed record StopRun(string Reason);

    /// <summary>The sender is there.</summary>
    /// <param name="Generation">The last one that it took part in; 0: none.</param>
    /// <param name="NextStep">Its replica has every step below this one; null: it has no replica.</param>
    /// <param name="ReducedStep">It holds the gradient of this step, and has not concluded it.</param>
    public sealed record TrainerReady(RunId Run, TrainerId Trainer, int Generation, long? NextStep, long? ReducedStep);

    /// <summary>A trainer lost its replica, and is being given a new start.</summary>
    public sealed record TrainerFailed(RunId Run, TrainerId Trainer, string Reason);

    /// <summary>A trainer holds the state that its generation starts from.</summary>
    public sealed record GenerationEntered(StepStamp Stamp, TrainerId Trainer, ulong Checksum);

    /// <summary>A trainer holds the gradient of the whole step, and has applied nothing.</summary>
    public sealed record StepReduced(StepStamp Stamp, TrainerId Trainer, StepOutcome Outcome, TimeSpan DataWait, long NumReplaced);

    /// <summary>A trainer could not finish its step, and still holds the state before it.</summary>
    public sealed record StepFailed(StepStamp Stamp, TrainerId Trainer, string Reason);

    /// <summary>A trainer has concluded a step.</summary>
    public sealed record StepCommitted(StepStamp Stamp, TrainerId Trainer, ulong? Checksum);

    /// <summary>A copy of the state behind so many steps lies on the shelf.</summary>
    public sealed record SnapshotTaken(RunId Run, long Step, TrainerId Trainer);

    /// <summary>The run cannot go on as it is specified: its data or its configuration is at fault.</summary>
    public sealed record TrainingRefused(RunId Run, TrainerId Trainer, string Reason);

    public sealed record LoaderFailed(RunId Run, TrainerId Trainer, string Reason);

    private sealed record GraceOver;

    private sealed record StepOverdue;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RunSpec spec, TrainerResources resources, CoordinatorOptions options) =>
        Akka.Actor.Props.Create(() => new RunCoordinator(spec, resources, options));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart()
    {
        _resources.Snapshots.Drop(_run); // nobody knows any more what those before a restart were for
        _desk.FindCheckpoint(Self);
        Context.Parent.Tell(new RunRegistry.AskTrainers(_run));
    }

    private void Active()
    {
        Receive<Checkpointer.CheckpointFound>(OnFound);
        Receive<TrainerReady>(OnReady);
        Receive<TrainerFailed>(OnFailed);
        Receive<Terminated>(OnTerminated);
        Receive<GraceOver>(_ => OnGraceOver());
        Receive<GenerationEntered>(OnEntered);
        Receive<StepReduced>(OnReduced);
        Receive<StepFailed>(OnStepFailed);
        Receive<StepCommitted>(OnCommitted);
        Receive<StepOverdue>(_ => DecideUnlessHeld());
        Receive<TrainingRefused>(refused => End(RunState.Failed, refused.Reason));
        Receive<LoaderFailed>(failed => Report(new RunEvent.LoaderFailed(_spec.Name, failed.Trainer.Value, failed.Reason)));
        Receive<PauseRun>(_ => _pauseWished = true);
        Receive<ResumeRun>(_ => Resume());
        Receive<StopRun>(Stop);
        Receive<SnapshotTaken>(taken => _desk.Arrive(taken.Step, _meter.NumSkipped, Self));
        Receive<Checkpointer.CheckpointWritten>(written => Then(() => _desk.End(written)));
        Receive<Checkpointer.CheckpointNotWritten>(failed => Then(() => _desk.End(failed)));
        Receive<Evaluator.EvaluationDone>(done => Then(() => _desk.End(done, Self)));
        Receive<Evaluator.EvaluationFailed>(failed => Then(() => _desk.End(failed, Self)));
    }

    /// <summary>Everything is said; what still arrives comes from actors that do not know it yet.</summary>
    private void Ended(RunRegistry.RunEnded result)
    {
        Receive<Terminated>(ended => ended.ActorRef.Equals(_reporter), _ => Context.Parent.Tell(result));
        ReceiveAny(_ => { });
    }

    private void Report(RunEvent happened) => _reporter.Tell(happened);

    private void SetState(RunState next, string reason)
    {
        if (next == _state)
            return;
        _state = next;
        Report(new RunEvent.StateChanged(_spec.Name, next, reason));
        Context.Parent.Tell(new RunRegistry.RunStateChanged(_run, next, reason));
    }

    private void Resume()
    {
        _pauseWished = false;
        if (_state == RunState.Paused && AllWait)
            OnBoundary();
    }

    private void Stop(StopRun command)
    {
        _stopReason ??= command.Reason;
        if (_state == RunState.Paused && AllWait)
            OnBoundary();
        else if (_state is RunState.Starting or RunState.Waiting)
            End(RunState.Stopped, _stopReason);
    }

    private void Then(Action act)
    {
        act();
        if (_state == RunState.Finishing)
            EndIfIdle();
    }

    private void EndIfIdle()
    {
        if (!_desk.IsIdle)
            return;
        var isComplete = _nextStep >= _spec.Training.NumSteps;
        var what = isComplete ? $"all {_spec.Training.NumSteps} steps are done" : _stopReason!;
        if (_desk.LastFailure is { } failure)
            End(RunState.Failed, $"{what}, but the last checkpoint could not be written: {failure}");
        else
            End(isComplete ? RunState.Completed : RunState.Stopped, what);
    }

    /// <summary>Ends the run once its reporter has recorded everything.</summary>
    private void End(RunState final, string reason)
    {
        SetState(final, reason);
        Timers.CancelAll();
        Context.Watch(_reporter);
        _reporter.Tell(PoisonPill.Instance);
        Become(() => Ended(new RunRegistry.RunEnded(_run, final, reason, _nextStep, _desk.LastFolder)));
    }
}
