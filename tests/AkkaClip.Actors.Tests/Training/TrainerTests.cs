using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Tests.Training;

/// <summary>One trainer with a probe in its coordinator's place, under virtual time.</summary>
public sealed class TrainerTests : TestKit
{
    private static readonly RunId Run = new("a run");
    private static readonly TrainerId Id = new("trainer-0000");
    private static readonly TimeSpan LoaderTimeout = TimeSpan.FromMinutes(2);

    private readonly FaultPlan _faults = new();
    private readonly RunFolder _folder = new();
    private readonly TestProbe _coordinator;
    private readonly IActorRef _trainer;
    private readonly InProcessHub _hub = new(new CollectiveOptions());
    private readonly SlowLinks _links;

    public TrainerTests()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"\nakka.loglevel = OFF\nakkaclip.files-dispatcher { type = PinnedDispatcher }")
    {
        _coordinator = CreateTestProbe();
        var parts = new FakeParts(_faults);
        var shelf = new SnapshotShelf();
        var writer = Sys.ActorOf(CheckpointWriter.Props(Run, Id, parts, shelf));
        _links = new SlowLinks(new InProcessLinks(_hub));
        var resources = new TrainerResources(parts, _links, shelf, writer, TimeProvider.System);
        var options = new TrainerOptions(Run, Id, "cpu", 1, new BatchPlan(7), 2, LoaderTimeout);
        _trainer = Sys.ActorOf(Trainer.Props(options, _coordinator, 1, resources));
        ExpectStart();
    }

    [Fact]
    public void Steps_follow_each_other_by_commits_alone()
    {
        Enter(1);
        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(step, _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Stamp.Step);
            _trainer.Tell(Commit(1, step), _coordinator);
            Assert.Equal(step, _coordinator.ExpectMsg<RunCoordinator.StepCommitted>().Stamp.Step);
        }
    }

    [Fact]
    public void Commits_of_other_times_are_dropped()
    {
        Enter(2);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        _trainer.Tell(Commit(1, 0), _coordinator);
        _trainer.Tell(Commit(3, 0), _coordinator);
        _trainer.Tell(Commit(2, 1), _coordinator);
        _trainer.Tell(Commit(2, 0) with { Stamp = new StepStamp(new RunId("another"), 2, 0) }, _coordinator);
        _trainer.Tell(new Trainer.Follow(Run, 1), _coordinator);

        Assert.Equal((0, 0), (_coordinator.ExpectMsg<RunCoordinator.TrainerReady>() is var status ? (status.Standing.NextStep, status.Standing.ReducedStep) : default));
        _trainer.Tell(Commit(2, 0), _coordinator);
        _trainer.Tell(Commit(2, 0), _coordinator);
        Assert.Equal(0, _coordinator.ExpectMsg<RunCoordinator.StepCommitted>().Stamp.Step);
        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Stamp.Step);
    }

    [Fact]
    public void A_held_step_waits_for_its_word_and_can_be_copied_meanwhile()
    {
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        _trainer.Tell(Commit(1, 0) with { Hold = true }, _coordinator);
        _coordinator.ExpectMsg<RunCoordinator.StepCommitted>();
        _trainer.Tell(new Trainer.TakeSnapshot(new StepStamp(Run, 1, 1), Order), _coordinator);

        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.SnapshotTaken>().Step);
        var written = _coordinator.ExpectMsg<RunCoordinator.StripeWritten>();
        Assert.Equal((1, "state.txt"), (written.Step, Assert.Single(written.Files).Name));
        Assert.EndsWith(" 1", File.ReadAllText(Path.Combine(_folder.Path, "state.txt")), StringComparison.Ordinal);
        _trainer.Tell(new Trainer.Proceed(new StepStamp(Run, 1, 1)), _coordinator);
        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Stamp.Step);
    }

    [Fact]
    public void A_reduced_step_that_a_new_coordinator_finds_is_committed_on_entering()
    {
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();

        var generation = Generation.Of(Run, 2, 1, [Id]);
        _trainer.Tell(new Trainer.StartGeneration(new GenerationPlan(generation, StateOrigin.Living, Id, [], 0.25, 1, null, Hold: true), [""], FakeParts.Samples.Stream), _coordinator);
        _coordinator.ExpectMsg<RunCoordinator.GenerationEntered>();
        _trainer.Tell(new Trainer.TakeSnapshot(generation.Stamp(1), Order), _coordinator);

        _coordinator.FishForMessage(message => message is RunCoordinator.StripeWritten);
        Assert.EndsWith(" 1", File.ReadAllText(Path.Combine(_folder.Path, "state.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_that_is_silent_is_replaced_and_the_slice_asked_for_again()
    {
        using var never = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        _faults.Do(FaultPoint.Loading, 7, () =>
        {
            reached.Set();
            never.Wait();
        });
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        Assert.True(reached.Wait(TimeSpan.FromSeconds(30)));
        _trainer.Tell(Commit(1, 0), _coordinator);
        _coordinator.ExpectMsg<RunCoordinator.StepCommitted>();

        ((TestScheduler)Sys.Scheduler).Advance(LoaderTimeout);

        Assert.Contains("silent for 120 s", _coordinator.ExpectMsg<RunCoordinator.LoaderFailed>().Reason, StringComparison.Ordinal);
        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Stamp.Step);
        never.Set();
    }

    [Fact]
    public void A_trainer_whose_replica_throws_says_so_and_comes_back_without_a_state()
    {
        _faults.Throw(FaultPoint.WhileComputing, 0);
        Enter(1);

        Assert.Contains("planned fault", _coordinator.ExpectMsg<RunCoordinator.TrainerFailed>().Reason, StringComparison.Ordinal);
        ExpectStart();
        Enter(2);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
    }

    [Fact]
    public void Nobody_but_the_coordinator_of_the_highest_term_is_obeyed()
    {
        var (earlier, later) = (CreateTestProbe(), CreateTestProbe());
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        _trainer.Tell(new Trainer.Follow(Run, 3), later);
        _trainer.Tell(new Trainer.Follow(Run, 2), earlier);
        _trainer.Tell(Commit(1, 0), _coordinator);
        _trainer.Tell(Commit(1, 0), earlier);
        _trainer.Tell(new Trainer.Follow(Run, 3), later);

        Assert.Equal(0, later.ExpectMsg<RunCoordinator.TrainerReady>().Standing.ReducedStep);
        Assert.Equal(0, later.ExpectMsg<RunCoordinator.TrainerReady>().Standing.ReducedStep);
        _trainer.Tell(Commit(1, 0), later);
        later.ExpectMsg<RunCoordinator.StepCommitted>();
        earlier.ExpectNoMsg(TimeSpan.Zero);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_generation_that_believes_it_elsewhere_is_refused()
    {
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        var generation = Generation.Of(Run, 2, 7, [Id]);
        _trainer.Tell(new Trainer.StartGeneration(new GenerationPlan(generation, StateOrigin.Living, Id, [], 0, 1, null, Hold: false), [""], FakeParts.Samples.Stream), _coordinator);

        var refused = _coordinator.ExpectMsg<RunCoordinator.StepFailed>();
        Assert.Equal(generation.Stamp(7), refused.Stamp);
        Assert.Contains("cannot begin with step 7", refused.Reason, StringComparison.Ordinal);
    }

    /// <summary>A coordinator that took over has heard what it held, and counts on it.</summary>
    [Fact]
    public void A_state_that_comes_when_its_generation_is_over_is_not_adopted()
    {
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        _trainer.Tell(Commit(1, 0) with { ReportChecksum = true }, _coordinator);
        var own = _coordinator.ExpectMsg<RunCoordinator.StepCommitted>().Checksum;
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        var giver = new TrainerId("trainer-0001");
        var given = Generation.Of(Run, 2, 5, [Id, giver]);
        using var offer = _links.Offer("a run/generation-2", [.. FakeState.Of(99, 5).Blocks.Select(block => (ReadOnlyMemory<byte>)block.Bytes)]);
        using var member = _hub.Join(given, giver);
        _trainer.Tell(Living(given, giver, [Id], appliedIn: 1), _coordinator);
        StateExchange.Meet(member);
        Assert.True(_links.AwaitAsked(TimeSpan.FromSeconds(60)));

        var next = Generation.Of(Run, 3, 1, [Id]);
        _trainer.Tell(new Trainer.Follow(Run, 2), _coordinator);
        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.TrainerReady>().Standing.NextStep);
        _trainer.Tell(Living(next, Id, [], appliedIn: 1), _coordinator);
        _links.Come();

        var entered = _coordinator.ExpectMsg<RunCoordinator.GenerationEntered>();
        Assert.Equal((next.Stamp(1), own), (entered.Stamp, (ulong?)entered.Checksum));
    }

    [Fact]
    public void A_state_that_comes_in_time_is_what_it_says_to_hold()
    {
        var giver = new TrainerId("trainer-0001");
        var given = Generation.Of(Run, 2, 5, [Id, giver]);
        var state = FakeState.Of(99, 5);
        using var offer = _links.Offer("a run/generation-2", [.. state.Blocks.Select(block => (ReadOnlyMemory<byte>)block.Bytes)]);
        using var member = _hub.Join(given, giver);
        _trainer.Tell(Living(given, giver, [Id], appliedIn: 1), _coordinator);
        StateExchange.Meet(member);
        _links.Come();

        Assert.Equal(given.Stamp(5), _coordinator.ExpectMsg<RunCoordinator.GenerationEntered>().Stamp);
        _trainer.Tell(new Trainer.Follow(Run, 2), _coordinator);
        Assert.Equal(new TrainerStanding(Id, 5, null, 1), _coordinator.ExpectMsg<RunCoordinator.TrainerReady>().Standing);
    }

    private static Trainer.StartGeneration Living(Generation generation, TrainerId source, ImmutableArray<TrainerId> heal, int appliedIn) => new(
        new GenerationPlan(generation, StateOrigin.Living, source, heal, 0.25, appliedIn, null, Hold: false),
        [.. generation.Members.Select(_ => "in-process")],
        FakeParts.Samples.Stream);

    [Fact]
    public void A_new_coordinator_learns_which_samples_are_behind_the_state_and_in_the_sums_that_are_held()
    {
        Enter(1);
        for (var step = 0; step < 2; step++)
        {
            Assert.Equal(FakeParts.Samples.Expected(step), _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Samples);
            _trainer.Tell(Commit(1, step), _coordinator);
            _coordinator.ExpectMsg<RunCoordinator.StepCommitted>();
        }

        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        Assert.Equal([Entry(0), Entry(1), Entry(2)], LedgerSaidTo(term: 2).AsEnumerable());
        _trainer.Tell(Commit(1, 2) with { NumRecorded = 2 }, _coordinator);
        _coordinator.ExpectMsg<RunCoordinator.StepCommitted>();
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        Assert.Equal([Entry(2), Entry(3)], LedgerSaidTo(term: 3).AsEnumerable());

        ImmutableArray<LedgerEntry> LedgerSaidTo(long term)
        {
            _trainer.Tell(new Trainer.Follow(Run, term), _coordinator);
            return _coordinator.ExpectMsg<RunCoordinator.TrainerReady>().Ledger;
        }

        static LedgerEntry Entry(long step) => new(step, 1, FakeParts.Samples.Expected(step));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }

    /// <summary>It says that it is there, and once more when it has a replica.</summary>
    private void ExpectStart()
    {
        foreach (var isPrepared in new[] { false, true })
        {
            var ready = _coordinator.ExpectMsg<RunCoordinator.TrainerReady>();
            Assert.Equal((0, new TrainerStanding(Id, null, null), isPrepared), (ready.Generation, ready.Standing, ready.IsPrepared));
        }
    }

    private StripeOrder Order => new(_folder.Path, 0, 1);

    private void Enter(int number)
    {
        _trainer.Tell(new Trainer.StartGeneration(GenerationPlan.FromSeed(Generation.Of(Run, number, 0, [Id]), hold: false), [""], FakeParts.Samples.Stream), _coordinator);
        _coordinator.ExpectMsg<RunCoordinator.GenerationEntered>(entered => Assert.Equal(number, entered.Stamp.Generation));
    }

    private static Trainer.CommitStep Commit(int generation, long step) =>
        new(new StepStamp(Run, generation, step), 0.25, Checkpoint: null, ReportChecksum: false, Hold: false, NumRecorded: 0);
}
