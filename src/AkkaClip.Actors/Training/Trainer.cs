using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Wire;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Sampling;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>Drives one replica through the steps of a run, on the replica's own thread.</summary>
/// <remarks>
/// Child of a <see cref="Nodes.HostedRun"/>, which restarts it when it throws. A restart gives it a new thread, replica,
/// loader and synchronizer; its coordinator hears of the failure from <see cref="PreRestart"/>, and the new incarnation
/// announces itself as one that has no state. The old thread ends by itself once its links fail, and disposes of its
/// replica. It obeys the coordinator of the highest term that it has heard of, and nobody else: what an older one has
/// sent is dropped from the moment that a newer one was told what this trainer holds.
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
internal sealed partial class Trainer : ReceiveActor, IWithTimers
{
    private const string LoaderTimer = "loader";

    /// <summary>In a row; then it is not the others who are at fault.</summary>
    private const int MaxFailedTakes = 3;

    private enum Phase { Idle, Linking, Entering, Fetching, Computing, Reduced, Held }

    private readonly TrainerOptions _options;
    private readonly TrainerResources _resources;
    private readonly LinksPort _port = new();
    private readonly ReplicaThread _thread;
    private readonly IActorRef _synchronizer;
    private readonly BatchFeed _feed;
    private readonly LedgerTail _ledger = new();
    private IActorRef _coordinator;
    private long _term;
    private bool _isPrepared;
    private Phase _phase;
    private GenerationPlan? _plan;
    private ImmutableArray<string> _endpoints = [];
    private SampleLedger? _samples;
    private long _step;
    private long? _nextStep;
    private int _appliedIn;
    private int _numFailedTakes;
    private long _waitingSince;

    public Trainer(TrainerOptions options, IActorRef coordinator, long term, TrainerResources resources)
    {
        _options = options;
        (_coordinator, _term) = (coordinator, term);
        _resources = resources;
        _thread = new ReplicaThread($"akkaclip-{options.Id}", new ReplicaDriver(resources.Parts, resources.Links, options.Device, options.Threads), Self);
        _synchronizer = Context.ActorOf(Synchronizer.Props(resources.Links, options.Id, _port), "synchronizer");
        _feed = new BatchFeed(options, resources.OpenLoader, Context);

        Receive<Follow>(OnFollow);
        Obey<StartGeneration>(Start);
        Obey<CommitStep>(Commit);
        Obey<Proceed>(command => WhileHeld(command.Stamp, () => BeginStep(hold: false)));
        Obey<TakeSnapshot>(command => WhileHeld(command.Stamp, () => Capture(command.Order)));
        Receive<Synchronizer.LinksOpened>(Enter);
        Receive<Synchronizer.LinksRefused>(refused => LoseLinks(refused.Generation, refused.Reason, null));
        Receive<DataLoader.SliceServed>(TakeBatch);
        Receive<DataLoader.SliceRefused>(refused => Refuse(refused.Reason));
        Receive<DataLoader.LoaderRestarted>(restarted => AskLoaderAgain(restarted.Reason));
        Receive<DataLoader.SourceChanged>(changed => ReportLoader(changed.Reason));
        Receive<LoaderSilent>(ReplaceLoader);
        Receive<ReplicaThread.Done>(OnResult);
        Receive<ReplicaThread.Failed>(OnFailure);
        Receive<Terminated>(ended => throw new TrainerFailedException($"its {ended.ActorRef.Path.Name} failed too often"));
    }

    /// <summary>Leave the generation at hand, if any, and enter this one.</summary>
    /// <param name="Plan">Its members, and how they come to hold the same state.</param>
    /// <param name="Endpoints">Where the data plane finds each member, by rank.</param>
    /// <param name="Samples">What its batches are to hold.</param>
    public sealed record StartGeneration(GenerationPlan Plan, ImmutableArray<string> Endpoints, SampleSpec Samples) : IWireMessage;

    /// <summary>All members hold the gradient of this step.</summary>
    /// <param name="Stamp">Which step.</param>
    /// <param name="LearningRate">To apply it with; null: it is not finite, and everyone skips it.</param>
    /// <param name="Checkpoint">Write this part of the state behind this step; null: no checkpoint is due.</param>
    /// <param name="ReportChecksum">Say what the state behind this step hashes to.</param>
    /// <param name="Hold">Do not begin the next step before <see cref="Proceed"/>.</param>
    /// <param name="NumRecorded">Steps whose samples are recorded: nobody need remember them.</param>
    public sealed record CommitStep(
        StepStamp Stamp, double? LearningRate, StripeOrder? Checkpoint, bool ReportChecksum, bool Hold, long NumRecorded) : IWireMessage;

    /// <summary>Begin the step that was held.</summary>
    public sealed record Proceed(StepStamp Stamp) : IWireMessage;

    /// <summary>Write this part of the state before a step that is held.</summary>
    public sealed record TakeSnapshot(StepStamp Stamp, StripeOrder Order) : IWireMessage;

    /// <summary>
    /// The sender leads the run in this term: obey it alone, and say what you hold. Answered by
    /// <see cref="RunCoordinator.TrainerReady"/>, unless a later term has begun.
    /// </summary>
    public sealed record Follow(RunId Run, long Term) : IWireMessage;

    private sealed record LoaderSilent(PositionRange Slice);

    private sealed record Prepared;

    private sealed record Entered(StepStamp Stamp, ulong Checksum);

    private sealed record StateTaken(StepStamp Stamp);

    private sealed record Computed(StepStamp Stamp, StepOutcome Outcome, SampleDigest Samples, TimeSpan DataWait);

    private sealed record CaughtUp;

    private sealed record Concluded(StepStamp Stamp, ulong? Checksum);

    private sealed record SnapshotTaken(long Step, StripeOrder Order);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(TrainerOptions options, IActorRef coordinator, long term, TrainerResources resources) =>
        Akka.Actor.Props.Create(() => new Trainer(options, coordinator, term, resources));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(5, TimeSpan.FromMinutes(1), _ => Directive.Restart);

    protected override void PreStart()
    {
        Announce();
        _thread.Post(0, driver =>
        {
            driver.Prepare();
            return new Prepared();
        });
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _coordinator.Tell(new RunCoordinator.TrainerFailed(_options.Run, _options.Id, reason.Message));
        base.PreRestart(reason, message);
    }

    protected override void PostStop() => _thread.Stop();

    /// <summary>The step at hand; what belongs to another one is stale.</summary>
    private StepStamp Current => _plan!.Generation.Stamp(_step);

    private void Obey<TCommand>(Action<TCommand> execute) => Receive<TCommand>(_ => Sender.Equals(_coordinator), execute);

    private void OnFollow(Follow command)
    {
        if (command.Term < _term)
            return;
        (_coordinator, _term) = (Sender, command.Term);
        Announce();
    }

    private TrainerStanding Standing => _phase == Phase.Reduced
        ? new TrainerStanding(_options.Id, _nextStep, _step, _appliedIn, Current.Generation)
        : new TrainerStanding(_options.Id, _nextStep, null, _appliedIn);

    private void Announce() => _coordinator.Tell(new RunCoordinator.TrainerReady(
        _options.Run, Standing, _term, _plan?.Generation.Number ?? 0, _resources.Links.Endpoint, _ledger.Entries(withHeld: _phase == Phase.Reduced), _isPrepared));

    private void OnResult(ReplicaThread.Done done)
    {
        if (done.Thread != _thread)
            return; // of the incarnation before this one
        switch (done.Result)
        {
            case Prepared:
                _isPrepared = true;
                if (_plan is null)
                    Announce();
                break;
            case StateTaken taken when taken.Stamp == Current:
                Adopt();
                break;
            case Entered entered when entered.Stamp == Current:
                (_nextStep, _appliedIn) = (_step, _plan!.AppliedIn);
                _coordinator.Tell(new RunCoordinator.GenerationEntered(entered.Stamp, _options.Id, entered.Checksum));
                BeginStep(_plan!.Hold);
                break;
            case Computed computed when computed.Stamp == Current:
                _phase = Phase.Reduced;
                _ledger.Hold(new LedgerEntry(_step, computed.Stamp.Generation, computed.Samples));
                _coordinator.Tell(new RunCoordinator.StepReduced(
                    computed.Stamp, _options.Id, computed.Outcome, computed.DataWait, _feed.TakeNumReplaced(), computed.Samples));
                AskForBatch(_step + 1);
                break;
            case Concluded concluded:
                _coordinator.Tell(new RunCoordinator.StepCommitted(concluded.Stamp, _options.Id, concluded.Checksum));
                break;
            case SnapshotTaken taken:
                _resources.Writer.Tell(new CheckpointWriter.WriteStripe(taken.Step, taken.Order, _coordinator));
                _coordinator.Tell(new RunCoordinator.SnapshotTaken(_options.Run, _options.Id, taken.Step));
                break;
        }
    }

    private void OnFailure(ReplicaThread.Failed failed)
    {
        if (failed.Thread != _thread)
            return;
        switch (failed.Cause)
        {
            case CollectiveFailedException links:
                LoseLinks(failed.Generation, links.Message, SeveredBy(links));
                break;
            case BulkFailedException taking when failed.Generation < Current.Generation || ++_numFailedTakes <= MaxFailedTakes:
                LoseLinks(failed.Generation, taking.Message, null); // who was to give it is lost, and the others will know soon
                break;
            case UserErrorException mistake:
                Refuse(mistake.Message);
                break;
            default:
                throw new TrainerFailedException($"{failed.Cause.GetType().Name}: {failed.Cause.Message}", failed.Cause);
        }
    }

    /// <summary>Who is at the other end of a link that broke without a word; null: it did not, or somebody else saw it.</summary>
    private TrainerId? SeveredBy(CollectiveFailedException failure) =>
        failure is { PeerRank: { } rank, InnerException: IOException } && rank < _plan!.Generation.WorldSize ? _plan.Generation.Members[rank] : null;

    private void LoseLinks(int generation, string reason, TrainerId? severed)
    {
        if (generation < Current.Generation)
            return; // it was left on purpose
        _phase = Phase.Idle;
        _coordinator.Tell(new RunCoordinator.StepFailed(Current, _options.Id, reason, severed));
    }

    private void Refuse(string reason)
    {
        _phase = Phase.Idle;
        _coordinator.Tell(new RunCoordinator.TrainingRefused(_options.Run, _options.Id, reason));
    }
}
