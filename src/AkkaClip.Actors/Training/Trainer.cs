using Akka.Actor;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Sampling;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>Drives one replica through the steps of a run, on the replica's own thread.</summary>
/// <remarks>
/// Child of the run registry, which restarts it when it throws. A restart gives it a new thread, replica, loader and
/// synchronizer; its coordinator hears of the failure from <see cref="PreRestart"/>, and the new incarnation announces
/// itself as one that has no state. The old thread ends by itself once its links fail, and disposes of its replica.
/// <code>
///        StartGeneration          LinksOpened            Entered
///  Idle ────────────────► Linking ───────────► Entering ─────────► Fetching ◄──────────┐
///                                                                     │ batch there     │ CommitStep
///                                                                     ▼                 │ (Hold: Held, until Proceed)
///                                                                 Computing ─────────► Reduced
///                                                                           Computed
///  any phase: StartGeneration of a newer one ──► Linking;  links fail ──► Idle
/// </code>
/// The next step's batch is asked for while the commit is awaited, and the commit and the next step are posted to the
/// replica's thread together, so that between two steps no message is waited for.
/// </remarks>
internal sealed class Trainer : ReceiveActor, IWithTimers
{
    private const string LoaderTimer = "loader";

    private enum Phase { Idle, Linking, Entering, Fetching, Computing, Reduced, Held }

    private readonly TrainerOptions _options;
    private readonly IActorRef _coordinator;
    private readonly TrainerResources _resources;
    private readonly LinksPort _port = new();
    private readonly ReplicaThread _thread;
    private readonly IActorRef _synchronizer;
    private readonly BatchFeed _feed;
    private Phase _phase;
    private GenerationPlan? _plan;
    private long _step;
    private long? _nextStep;
    private long _waitingSince;

    public Trainer(TrainerOptions options, IActorRef coordinator, TrainerResources resources)
    {
        _options = options;
        _coordinator = coordinator;
        _resources = resources;
        _thread = new ReplicaThread($"akkaclip-{options.Id}", new ReplicaDriver(resources.Parts, options.Threads), Self);
        _synchronizer = Context.ActorOf(Synchronizer.Props(resources.Hub, options.Id, _port), "synchronizer");
        _feed = new BatchFeed(options, resources.Parts, Context);

        Receive<StartGeneration>(Start);
        Receive<CommitStep>(Commit);
        Receive<Proceed>(command => WhileHeld(command.Stamp, () => BeginStep(hold: false)));
        Receive<TakeSnapshot>(command => WhileHeld(command.Stamp, Capture));
        Receive<GetStatus>(_ => Announce());
        Receive<Synchronizer.LinksOpened>(Enter);
        Receive<Synchronizer.LinksRefused>(refused => LoseLinks(refused.Generation, refused.Reason));
        Receive<DataLoader.SliceServed>(TakeBatch);
        Receive<DataLoader.SliceRefused>(refused => Refuse(refused.Reason));
        Receive<DataLoader.LoaderRestarted>(restarted => AskLoaderAgain(restarted.Reason));
        Receive<LoaderSilent>(ReplaceLoader);
        Receive<ReplicaThread.Done>(OnResult);
        Receive<ReplicaThread.Failed>(OnFailure);
        Receive<Terminated>(ended => throw new TrainerFailedException($"its {ended.ActorRef.Path.Name} failed too often"));
    }

    /// <summary>Leave the generation at hand, if any, and enter this one.</summary>
    public sealed record StartGeneration(GenerationPlan Plan);

    /// <summary>All members hold the gradient of this step.</summary>
    /// <param name="Stamp">Which step.</param>
    /// <param name="LearningRate">To apply it with; null: it is not finite, and everyone skips it.</param>
    /// <param name="TakeSnapshot">Leave a copy of the state behind this step on the shelf.</param>
    /// <param name="ReportChecksum">Say what the state behind this step hashes to.</param>
    /// <param name="Hold">Do not begin the next step before <see cref="Proceed"/>.</param>
    public sealed record CommitStep(StepStamp Stamp, double? LearningRate, bool TakeSnapshot, bool ReportChecksum, bool Hold);

    /// <summary>Begin the step that was held.</summary>
    public sealed record Proceed(StepStamp Stamp);

    /// <summary>Leave a copy of the state on the shelf; the step is held.</summary>
    public sealed record TakeSnapshot(StepStamp Stamp);

    /// <summary>Answered by <see cref="RunCoordinator.TrainerReady"/>.</summary>
    public sealed record GetStatus(RunId Run);

    private sealed record LoaderSilent(PositionRange Slice);

    private sealed record Entered(StepStamp Stamp, ulong Checksum);

    private sealed record Computed(StepStamp Stamp, StepOutcome Outcome, TimeSpan DataWait);

    private sealed record Concluded(StepStamp Stamp, ulong? Checksum);

    private sealed record SnapshotTaken(long Step);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(TrainerOptions options, IActorRef coordinator, TrainerResources resources) =>
        Akka.Actor.Props.Create(() => new Trainer(options, coordinator, resources));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(5, TimeSpan.FromMinutes(1), _ => Directive.Restart);

    protected override void PreStart() => Announce();

    protected override void PreRestart(Exception reason, object message)
    {
        _coordinator.Tell(new RunCoordinator.TrainerFailed(_options.Run, _options.Id, reason.Message));
        base.PreRestart(reason, message);
    }

    protected override void PostStop() => _thread.Stop();

    /// <summary>The step at hand; what belongs to another one is stale.</summary>
    private StepStamp Current => _plan!.Generation.Stamp(_step);

    private void Announce() =>
        _coordinator.Tell(new RunCoordinator.TrainerReady(
            _options.Run, _options.Id, _plan?.Generation.Number ?? 0, _nextStep, _phase == Phase.Reduced ? _step : null));

    private void Start(StartGeneration command)
    {
        if (_plan is not null && command.Plan.Generation.Number <= _plan.Generation.Number)
            return;
        _plan = command.Plan;
        _step = _plan.Generation.FirstStep;
        _phase = Phase.Linking;
        _synchronizer.Tell(new Synchronizer.OpenLinks(_plan.Generation));
        AskForBatch(_step);
    }

    private void Enter(Synchronizer.LinksOpened opened)
    {
        if (_phase != Phase.Linking || opened.Generation != _plan!.Generation.Number)
            return;
        _phase = Phase.Entering;
        var (entering, stamp) = (_plan, Current);
        _thread.Post(stamp.Generation, driver => new Entered(stamp, driver.Enter(entering, _port.Get(stamp.Generation))));
    }

    private void OnResult(ReplicaThread.Done done)
    {
        if (done.Thread != _thread)
            return; // of the incarnation before this one
        switch (done.Result)
        {
            case Entered entered when entered.Stamp == Current:
                _nextStep = _step;
                _coordinator.Tell(new RunCoordinator.GenerationEntered(entered.Stamp, _options.Id, entered.Checksum));
                BeginStep(_plan!.Hold);
                break;
            case Computed computed when computed.Stamp == Current:
                _phase = Phase.Reduced;
                _coordinator.Tell(new RunCoordinator.StepReduced(
                    computed.Stamp, _options.Id, computed.Outcome, computed.DataWait, _feed.TakeNumReplaced()));
                AskForBatch(_step + 1);
                break;
            case Concluded concluded:
                _coordinator.Tell(new RunCoordinator.StepCommitted(concluded.Stamp, _options.Id, concluded.Checksum));
                break;
            case SnapshotTaken taken:
                _coordinator.Tell(new RunCoordinator.SnapshotTaken(_options.Run, taken.Step, _options.Id));
                break;
        }
    }

    private void BeginStep(bool hold)
    {
        _phase = hold ? Phase.Held : Phase.Fetching;
        _waitingSince = _resources.Time.GetTimestamp();
        ComputeIfPossible();
    }

    private void ComputeIfPossible()
    {
        if (_phase != Phase.Fetching || !_feed.TryTake(out var batch))
            return;
        _phase = Phase.Computing;
        var stamp = Current;
        var context = new StepContext(_step, _options.Batches.SliceCounts(_plan!.Generation.WorldSize));
        var wait = _resources.Time.GetElapsedTime(_waitingSince);
        _thread.Post(stamp.Generation, driver =>
            new Computed(stamp, driver.Compute(batch, context, _port.Get(stamp.Generation)), wait));
    }

    private void Commit(CommitStep command)
    {
        if (_plan is null || _phase != Phase.Reduced || StaleRule.Judge(command.Stamp, Current) != Staleness.Current)
            return;
        _thread.Post(command.Stamp.Generation, driver =>
        {
            driver.Conclude(command.LearningRate);
            return new Concluded(command.Stamp, command.ReportChecksum ? driver.Checksum() : null);
        });
        _step++;
        _nextStep = _step;
        if (command.TakeSnapshot)
            Capture();
        BeginStep(command.Hold);
    }

    private void Capture()
    {
        var (run, behind) = (_options.Run, _step);
        _thread.Post(Current.Generation, driver =>
        {
            _resources.Snapshots.Put(run, behind, driver.Capture());
            return new SnapshotTaken(behind);
        });
    }

    private void WhileHeld(StepStamp stamp, Action act)
    {
        if (_phase == Phase.Held && StaleRule.Judge(stamp, Current) == Staleness.Current)
            act();
    }

    private void OnFailure(ReplicaThread.Failed failed)
    {
        if (failed.Thread != _thread)
            return;
        switch (failed.Cause)
        {
            case CollectiveFailedException links:
                LoseLinks(failed.Generation, links.Message);
                break;
            case UserErrorException mistake:
                Refuse(mistake.Message);
                break;
            default:
                throw new TrainerFailedException($"{failed.Cause.GetType().Name}: {failed.Cause.Message}", failed.Cause);
        }
    }

    private void LoseLinks(int generation, string reason)
    {
        if (generation < Current.Generation)
            return; // it was left on purpose
        _phase = Phase.Idle;
        _coordinator.Tell(new RunCoordinator.StepFailed(Current, _options.Id, reason));
    }

    private void Refuse(string reason)
    {
        _phase = Phase.Idle;
        _coordinator.Tell(new RunCoordinator.TrainingRefused(_options.Run, _options.Id, reason));
    }

    private void AskForBatch(long forStep)
    {
        if (_feed.Ask(_plan!.Generation, forStep, Self) is { } slice)
            Timers.StartSingleTimer(LoaderTimer, new LoaderSilent(slice), _options.LoaderTimeout);
    }

    private void TakeBatch(DataLoader.SliceServed served)
    {
        if (!_feed.Accept(served))
            return;
        Timers.Cancel(LoaderTimer);
        ComputeIfPossible();
    }

    private void AskLoaderAgain(string reason)
    {
        _coordinator.Tell(new RunCoordinator.LoaderFailed(_options.Run, _options.Id, reason));
        _feed.AskAgain(Self);
    }

    private void ReplaceLoader(LoaderSilent silent)
    {
        if (!_feed.Waits(silent.Slice))
            return;
        _feed.Replace(Context);
        AskLoaderAgain($"it was silent for {_options.LoaderTimeout.TotalSeconds:0} s");
        Timers.StartSingleTimer(LoaderTimer, silent, _options.LoaderTimeout);
    }
}
