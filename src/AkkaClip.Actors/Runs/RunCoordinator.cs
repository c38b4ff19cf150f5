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

    private readonly RunSpec spec;
    private readonly RunId run;
    private readonly TrainerResources resources;
    private readonly CoordinatorOptions options;
    private readonly LearningRateSchedule schedule;
    private readonly TrainerRoster roster = new();
    private readonly ProgressMeter meter;
    private readonly SnapshotDesk desk;
    private readonly IActorRef reporter;

    /// <summary>What the members reported of the step at hand.</summary>
    private readonly SortedDictionary<TrainerId, StepReduced> reduced = [];

    /// <summary>Members that are known to hold the state which the step at hand begins with, and its checksum where one was due.</summary>
    private readonly SortedDictionary<TrainerId, ulong?> settled = [];

    private RunState state = RunState.Starting;
    private StepState? current;
    private GenerationPlan? plan;
    private Checkpointer.CheckpointFound? found;
    private int expectedTrainers;
    private int lastGeneration;
    private long nextStep;
    private int abortedInARow;
    private bool graceIsOver;
    private bool pauseWished;
    private string? stopReason;

    public RunCoordinator(RunSpec spec, TrainerResources resources, CoordinatorOptions options)
    {
        this.spec = spec;
        this.resources = resources;
        this.options = options;
        run = new RunId(spec.Name);
        schedule = new LearningRateSchedule(spec.Training);
        expectedTrainers = spec.Trainers.Count;
        meter = new ProgressMeter(spec, resources.Parts.NumSamples, resources.Time);
        reporter = Context.ActorOf(ProgressReporter.Props(spec.Name, spec.Directory, resources.Time), "reporter");
        desk = new SnapshotDesk(spec, resources, Context, Report);
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
        resources.Snapshots.Drop(run); // nobody knows any more what those before a restart were for
        desk.FindCheckpoint(Self);
        Context.Parent.Tell(new RunRegistry.AskTrainers(run));
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
        Receive<LoaderFailed>(failed => Report(new RunEvent.LoaderFailed(spec.Name, failed.Trainer.Value, failed.Reason)));
        Receive<PauseRun>(_ => pauseWished = true);
        Receive<ResumeRun>(_ => Resume());
        Receive<StopRun>(Stop);
        Receive<SnapshotTaken>(taken => desk.Arrive(taken.Step, meter.NumSkipped, Self));
        Receive<Checkpointer.CheckpointWritten>(written => Then(() => desk.End(written)));
        Receive<Checkpointer.CheckpointNotWritten>(failed => Then(() => desk.End(failed)));
        Receive<Evaluator.EvaluationDone>(done => Then(() => desk.End(done, Self)));
        Receive<Evaluator.EvaluationFailed>(failed => Then(() => desk.End(failed, Self)));
    }

    /// <summary>Everything is said; what still arrives comes from actors that do not know it yet.</summary>
    private void Ended(RunRegistry.RunEnded result)
    {
        Receive<Terminated>(ended => ended.ActorRef.Equals(reporter), _ => Context.Parent.Tell(result));
        ReceiveAny(_ => { });
    }

    private void Report(RunEvent happened) => reporter.Tell(happened);

    private void SetState(RunState next, string reason)
    {
        if (next == state)
            return;
        state = next;
        Report(new RunEvent.StateChanged(spec.Name, next, reason));
        Context.Parent.Tell(new RunRegistry.RunStateChanged(run, next, reason));
    }

    private void Resume()
    {
        pauseWished = false;
        if (state == RunState.Paused && AllWait)
            OnBoundary();
    }

    private void Stop(StopRun command)
    {
        stopReason ??= command.Reason;
        if (state == RunState.Paused && AllWait)
            OnBoundary();
        else if (state is RunState.Starting or RunState.Waiting)
            End(RunState.Stopped, stopReason);
    }

    private void Then(Action act)
    {
        act();
        if (state == RunState.Finishing)
            EndIfIdle();
    }

    private void EndIfIdle()
    {
        if (!desk.IsIdle)
            return;
        var isComplete = nextStep >= spec.Training.NumSteps;
        var what = isComplete ? $"all {spec.Training.NumSteps} steps are done" : stopReason!;
        if (desk.LastFailure is { } failure)
            End(RunState.Failed, $"{what}, but the last checkpoint could not be written: {failure}");
        else
            End(isComplete ? RunState.Completed : RunState.Stopped, what);
    }

    /// <summary>Ends the run once its reporter has recorded everything.</summary>
    private void End(RunState final, string reason)
    {
        SetState(final, reason);
        Timers.CancelAll();
        Context.Watch(reporter);
        reporter.Tell(PoisonPill.Instance);
        Become(() => Ended(new RunRegistry.RunEnded(run, final, reason, nextStep, desk.LastFolder)));
    }
}
