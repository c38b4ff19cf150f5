using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Training;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Schedules;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Runs;

/// <summary>Leads one run: its membership, generations, step commits, checkpoints and evaluations.</summary>
/// <remarks>
/// Child of the run registry. It executes what the pure rules of <see cref="StepRule"/>, <see cref="MembershipRule"/> and
/// <see cref="ChecksumRule"/> decide. Its trainers live on their nodes and outlive it: a new coordinator begins a term of
/// its own, asks them what they hold, and goes on from there; what an earlier one still says they drop. Behind a failed
/// step it calls the roll: who answers makes up the next generation. Archive, reporter and ledger are its children, and are
/// restarted without limit, because training does not depend on them.
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
    /// <summary>More than one coordinator ever starts, and few enough for 200,000 coordinators.</summary>
    private const int GenerationsOfTerm = 10_000;

    private const string GraceTimer = "grace", StepTimer = "step", RollTimer = "roll", ReportTimer = "reports";

    private readonly RunSpec _spec;
    private readonly RunId _run;
    private readonly CoordinatorOptions _options;
    private readonly LearningRateSchedule _schedule;
    private readonly TrainerRoster _roster = new();
    private readonly ProgressMeter _meter;
    private readonly SnapshotDesk _desk;
    private readonly IActorRef _reporter;
    private readonly SampleLedger _samples;
    private readonly IActorRef _ledger;

    /// <summary>What the members reported of the step at hand.</summary>
    private readonly SortedDictionary<TrainerId, StepReduced> _reduced = [];

    /// <summary>Members that are known to hold the state which the step at hand begins with, and its checksum where one was due.</summary>
    private readonly SortedDictionary<TrainerId, ulong?> _settled = [];

    private RunState _state = RunState.Starting;
    private string _stateReason = "";
    private StepState? _current;
    private GenerationPlan? _plan;
    private CheckpointArchive.CheckpointFound? _found;
    private long _term;
    private int _lastGeneration;
    private long _nextStep;
    private int _abortedInARow;
    private bool _graceIsOver;
    private bool _pauseWished;
    private string? _stopReason;

    public RunCoordinator(RunSpec spec, CoordinatorOptions options)
    {
        _spec = spec;
        _options = options;
        _run = new RunId(spec.Name);
        _schedule = new LearningRateSchedule(spec.Training);
        _meter = new ProgressMeter(spec, options.NumSamples, options.Time);
        _reporter = Context.ActorOf(ProgressReporter.Props(spec.Name, spec.Directory, options.Time), "reporter");
        _samples = new SampleLedger(SampleSpec.Of(spec, options.NumSamples));
        _ledger = Context.ActorOf(LedgerWriter.Props(spec.Name, spec.Directory, _samples.Stream), "ledger");
        _desk = new SnapshotDesk(spec, options, Context, Report);
        Become(Active);
    }

    public sealed record PauseRun;

    public sealed record ResumeRun;

    /// <summary>Write a checkpoint behind the step at hand, whatever the intervals say.</summary>
    public sealed record SaveRun(bool Evaluate);

    /// <summary>Finish the step at hand, write a checkpoint, and end.</summary>
    public sealed record StopRun(string Reason);

    /// <summary>The registry has numbered this coordinator: terms of one run only ever grow.</summary>
    /// <param name="Term">The number.</param>
    /// <param name="Reason">Why there is another coordinator; of the first one nothing.</param>
    public sealed record TermBegun(long Term, string Reason = "");

    /// <summary>The trainers that the run has now; they announce themselves.</summary>
    /// <param name="MayGrow">More may come later.</param>
    /// <param name="Shortage">Why no device that there is serves the run; null: some do.</param>
    public sealed record TrainersAssigned(ImmutableArray<TrainerId> Trainers, bool MayGrow, string? Shortage = null);

    /// <summary>
    /// Leave a trainer out of the next generation; if nobody else holds the run's state, write a checkpoint first. Answered by
    /// <see cref="RunRegistry.TrainersRetired"/>.
    /// </summary>
    public sealed record RetireTrainer(TrainerId Trainer, string Reason);

    /// <summary>The sender is there.</summary>
    /// <param name="Standing">Who it is, and what it holds.</param>
    /// <param name="Term">Of the coordinator that it obeys.</param>
    /// <param name="Generation">The last one that it took part in; 0: none.</param>
    /// <param name="Endpoint">Where the data plane finds it.</param>
    /// <param name="Ledger">Samples of its last steps as far as they may not be recorded, and of the step whose sums it holds.</param>
    /// <param name="IsPrepared">It can begin at once; false: it says so when it can.</param>
    public sealed record TrainerReady(
        RunId Run, TrainerStanding Standing, long Term, int Generation, string Endpoint, ImmutableArray<LedgerEntry> Ledger, bool IsPrepared) : IWireMessage
    {
        [JsonIgnore]
        public TrainerId Trainer => Standing.Id;
    }

    /// <summary>A trainer lost its replica, and is being given a new start.</summary>
    public sealed record TrainerFailed(RunId Run, TrainerId Trainer, string Reason) : IWireMessage;

    /// <summary>A trainer holds the state that its generation starts from.</summary>
    public sealed record GenerationEntered(StepStamp Stamp, TrainerId Trainer, ulong Checksum) : IWireMessage;

    /// <summary>A trainer holds the gradient of the whole step, and has applied nothing.</summary>
    /// <param name="Samples">What the gradient was computed from, those of all members: gathered with it, so that they are the same sum's even if a member has died since.</param>
    public sealed record StepReduced(
        StepStamp Stamp, TrainerId Trainer, StepOutcome Outcome, TimeSpan DataWait, long NumReplaced, SampleDigest Samples) : IWireMessage;

    /// <summary>A trainer could not finish its step, and still holds the state before it.</summary>
    /// <param name="Severed">Whose link to it broke without a word, as that of a killed process does; null: nobody's that it saw.</param>
    public sealed record StepFailed(StepStamp Stamp, TrainerId Trainer, string Reason, TrainerId? Severed) : IWireMessage;

    /// <summary>A trainer has concluded a step.</summary>
    public sealed record StepCommitted(StepStamp Stamp, TrainerId Trainer, ulong? Checksum) : IWireMessage;

    /// <summary>A trainer holds a copy of the state behind so many steps, and its part is written whatever becomes of the trainer.</summary>
    public sealed record SnapshotTaken(RunId Run, TrainerId Trainer, long Step) : IWireMessage;

    /// <summary>A trainer has written its part of the state behind so many steps.</summary>
    public sealed record StripeWritten(
        RunId Run, TrainerId Trainer, long Step, StripeOrder Order, ImmutableArray<CheckpointFile> Files) : IWireMessage;

    /// <summary>A trainer could not write its part of the state.</summary>
    public sealed record StripeNotWritten(RunId Run, TrainerId Trainer, long Step, StripeOrder Order, string Reason) : IWireMessage;

    /// <summary>The run cannot go on as it is specified: its data or its configuration is at fault.</summary>
    public sealed record TrainingRefused(RunId Run, TrainerId Trainer, string Reason) : IWireMessage;

    public sealed record LoaderFailed(RunId Run, TrainerId Trainer, string Reason) : IWireMessage;

    /// <summary>The samples of all steps below this one are recorded.</summary>
    internal sealed record StepsRecorded(long NextStep);

    /// <summary>Other nodes serve the run's batches than before.</summary>
    public sealed record LoadersChanged(ImmutableArray<string> Nodes, string Reason);

    private sealed record GraceOver;

    private sealed record RollOver;

    private sealed record StepOverdue;

    private sealed record ReportsOverdue(StepStamp Stamp);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RunSpec spec, CoordinatorOptions options) =>
        Akka.Actor.Props.Create(() => new RunCoordinator(spec, options));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart()
    {
        _desk.FindCheckpoint(Self);
        Context.Parent.Tell(new RunRegistry.BeginTerm(_run));
    }

    private void Active()
    {
        Receive<CheckpointArchive.CheckpointFound>(OnFound);
        Receive<TermBegun>(OnTermBegun);
        Receive<TrainersAssigned>(OnAssigned);
        Receive<RetireTrainer>(OnRetire);
        Receive<TrainerReady>(OnReady);
        Receive<TrainerFailed>(OnFailed);
        Receive<Terminated>(OnTerminated);
        Receive<GraceOver>(_ => OnGraceOver());
        Receive<RollOver>(_ => EndRoll());
        Receive<GenerationEntered>(OnEntered);
        Receive<StepReduced>(OnReduced);
        Receive<StepFailed>(OnStepFailed);
        Receive<ReportsOverdue>(overdue => OnReportsOverdue(overdue.Stamp));
        Receive<StepCommitted>(OnCommitted);
        Receive<StepOverdue>(_ => DecideUnlessHeld());
        Receive<TrainingRefused>(refused => End(RunState.Failed, refused.Reason));
        Receive<LoaderFailed>(failed => Report(new RunEvent.LoaderFailed(_spec.Name, failed.Trainer.Value, failed.Reason)));
        Receive<StepsRecorded>(recorded => _numRecorded = recorded.NextStep);
        Receive<LoadersChanged>(changed => Report(new RunEvent.LoadersChanged(_spec.Name, changed.Nodes, changed.Reason)));
        Receive<PauseRun>(_ => _pauseWished = true);
        Receive<ResumeRun>(_ => Resume());
        Receive<SaveRun>(Save);
        Receive<StopRun>(Stop);
        Receive<SnapshotTaken>(taken => _desk.Take(taken.Step, taken.Trainer));
        Receive<StripeWritten>(written => _desk.Arrive(written, _meter.NumSkipped, Self));
        Receive<StripeNotWritten>(failed => Then(() => _desk.Fail(failed.Step, failed.Order.Folder, failed.Reason)));
        Receive<CheckpointArchive.CheckpointWritten>(written => Then(() => _desk.End(written, Self)));
        Receive<CheckpointArchive.CheckpointNotWritten>(failed => Then(() => _desk.Fail(failed.Step, failed.Folder, failed.Reason)));
        Receive<Evaluator.EvaluationDone>(done => Then(() => _desk.End(done, Self)));
        Receive<Evaluator.EvaluationFailed>(failed => Then(() => _desk.End(failed, Self)));
    }

    /// <summary>Everything is said; what still arrives comes from actors that do not know it yet.</summary>
    private void Ended(RunRegistry.RunEnded result)
    {
        var recording = new HashSet<IActorRef> { _reporter, _ledger };
        Receive<Terminated>(ended =>
        {
            if (recording.Remove(ended.ActorRef) && recording.Count == 0)
                Context.Parent.Tell(result);
        });
        ReceiveAny(_ => { });
    }

    private void OnTermBegun(TermBegun begun)
    {
        _term = begun.Term;
        if (begun.Term > 1)
            Report(new RunEvent.TakenOver(_spec.Name, begun.Term, begun.Reason));
    }

    private void Report(RunEvent happened) => _reporter.Tell(happened);

    private void SetState(RunState next, string reason)
    {
        if (next == _state && (next != RunState.Waiting || reason == _stateReason))
            return;
        (_state, _stateReason) = (next, reason);
        Report(new RunEvent.StateChanged(_spec.Name, next, reason));
        Context.Parent.Tell(new RunRegistry.RunStateChanged(_run, next, reason));
    }

    private void Resume()
    {
        _pauseWished = false;
        if (_state == RunState.Paused && AllWait)
            OnBoundary();
    }

    private void Save(SaveRun command)
    {
        _desk.Demand(command.Evaluate);
        if (_state == RunState.Paused && AllWait)
            OrderSnapshots(isLast: false);
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
        FindIfWritten();
        if (_retiring.Count > 0 && !_desk.IsWriting && (_current is null || _state == RunState.Paused) && _roll is null)
            Regroup("the state is saved");
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

    /// <summary>Ends the run once everything is recorded.</summary>
    private void End(RunState final, string reason)
    {
        SetState(final, reason);
        Timers.CancelAll();
        foreach (var recorder in new[] { _reporter, _ledger })
        {
            Context.Watch(recorder);
            recorder.Tell(PoisonPill.Instance);
        }

        Become(() => Ended(new RunRegistry.RunEnded(_run, final, reason, _nextStep, _desk.LastFolder)));
    }
}
