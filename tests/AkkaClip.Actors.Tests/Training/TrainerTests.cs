using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
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
    private readonly SnapshotShelf _snapshots = new();
    private readonly TestProbe _coordinator;
    private readonly IActorRef _trainer;

    public TrainerTests()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"\nakka.loglevel = OFF\nakkaclip.files-dispatcher { type = PinnedDispatcher }")
    {
        _coordinator = CreateTestProbe();
        var resources = new TrainerResources(new FakeParts(_faults), new InProcessHub(new CollectiveOptions()), _snapshots, TimeProvider.System);
        var options = new TrainerOptions(Run, Id, 1, new BatchPlan(7), 2, LoaderTimeout);
        _trainer = Sys.ActorOf(Trainer.Props(options, _coordinator, resources));
        _coordinator.ExpectMsg<RunCoordinator.TrainerReady>(ready => Assert.Equal((0, null, null), (ready.Generation, ready.NextStep, ready.ReducedStep)));
    }

    [Fact]
    public void Steps_follow_each_other_by_commits_alone()
    {
        Enter(1);
        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(step, _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Stamp.Step);
            _trainer.Tell(Commit(1, step));
            Assert.Equal(step, _coordinator.ExpectMsg<RunCoordinator.StepCommitted>().Stamp.Step);
        }
    }

    [Fact]
    public void Commits_of_other_times_are_dropped()
    {
        Enter(2);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        _trainer.Tell(Commit(1, 0));
        _trainer.Tell(Commit(3, 0));
        _trainer.Tell(Commit(2, 1));
        _trainer.Tell(Commit(2, 0) with { Stamp = new StepStamp(new RunId("another"), 2, 0) });
        _trainer.Tell(new Trainer.GetStatus(Run));

        Assert.Equal((0, 0), (_coordinator.ExpectMsg<RunCoordinator.TrainerReady>() is var status ? (status.NextStep, status.ReducedStep) : default));
        _trainer.Tell(Commit(2, 0));
        _trainer.Tell(Commit(2, 0));
        Assert.Equal(0, _coordinator.ExpectMsg<RunCoordinator.StepCommitted>().Stamp.Step);
        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Stamp.Step);
    }

    [Fact]
    public void A_held_step_waits_for_its_word_and_can_be_copied_meanwhile()
    {
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
        _trainer.Tell(Commit(1, 0) with { Hold = true });
        _coordinator.ExpectMsg<RunCoordinator.StepCommitted>();
        _trainer.Tell(new Trainer.TakeSnapshot(new StepStamp(Run, 1, 1)));

        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.SnapshotTaken>().Step);
        Assert.Equal(1, _snapshots.Get(Run, 1).NumCommits);
        _trainer.Tell(new Trainer.Proceed(new StepStamp(Run, 1, 1)));
        Assert.Equal(1, _coordinator.ExpectMsg<RunCoordinator.StepReduced>().Stamp.Step);
    }

    [Fact]
    public void A_reduced_step_that_a_new_coordinator_finds_is_committed_on_entering()
    {
        Enter(1);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();

        var generation = Generation.Of(Run, 2, 1, [Id]);
        _trainer.Tell(new Trainer.StartGeneration(new GenerationPlan(generation, StateOrigin.Living, Id, [], [Id], 0.25, null, Hold: true)));
        _coordinator.ExpectMsg<RunCoordinator.GenerationEntered>();
        _trainer.Tell(new Trainer.TakeSnapshot(generation.Stamp(1)));

        _coordinator.ExpectMsg<RunCoordinator.SnapshotTaken>();
        Assert.Equal(1, _snapshots.Get(Run, 1).NumCommits);
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
        _trainer.Tell(Commit(1, 0));
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
        Assert.Null(_coordinator.ExpectMsg<RunCoordinator.TrainerReady>().NextStep);
        Enter(2);
        _coordinator.ExpectMsg<RunCoordinator.StepReduced>();
    }

    private void Enter(int number)
    {
        _trainer.Tell(new Trainer.StartGeneration(GenerationPlan.FromSeed(Generation.Of(Run, number, 0, [Id]), hold: false)));
        _coordinator.ExpectMsg<RunCoordinator.GenerationEntered>(entered => Assert.Equal(number, entered.Stamp.Generation));
    }

    private static Trainer.CommitStep Commit(int generation, long step) =>
        new(new StepStamp(Run, generation, step), 0.25, TakeSnapshot: false, ReportChecksum: false, Hold: false);
}
