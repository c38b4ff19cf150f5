using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>A coordinator that takes over from one that died, with a probe in its trainer's place.</summary>
public sealed class TakeOverTests : TestKit
{
    private static readonly RunId Run = new("a run");
    private static readonly TrainerId Id = new("a-0000");

    /// <summary>Nothing depends on the value.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunFolder _folder = new();
    private readonly TestProbe _registry;
    private readonly TestProbe _trainer;

    public TakeOverTests()
        : base("akka.loglevel = OFF\nakkaclip.files-dispatcher { type = PinnedDispatcher }") => (_registry, _trainer) = (CreateTestProbe(), CreateTestProbe());

    /// <summary>The one before had decided steps 0 to 3, and recorded 0 and 1; the trainer holds step 4 reduced.</summary>
    [Fact]
    public void Steps_that_were_committed_and_not_recorded_are_recorded_by_what_the_trainers_remember()
    {
        using (var before = new LedgerFile(_folder.Path))
        {
            foreach (var line in new LedgerLine[] { new LedgerLine.Drawn(FakeParts.Samples.Stream), new LedgerLine.Began(10_001, 0), Committed(0), Committed(1) })
                before.Append(line);
        }

        var coordinator = Lead(Id);
        coordinator.Tell(Ready([Entry(1), Entry(2), Entry(3), Entry(4)]), _trainer);

        var plan = _trainer.FishForMessage<Trainer.StartGeneration>(_ => true, Patience).Plan;
        Assert.Equal((20_001, 5), (plan.Generation.Number, plan.Generation.FirstStep));
        AwaitAssert(() => Assert.Equal(
            [new LedgerLine.Drawn(FakeParts.Samples.Stream), new LedgerLine.Began(10_001, 0), Committed(0), Committed(1), Committed(2), Committed(3), Committed(4), new LedgerLine.Began(20_001, 5)],
            LedgerFile.Read(_folder.Path)), Patience);
    }

    [Fact]
    public void A_sum_that_is_held_of_other_samples_is_not_applied()
    {
        var coordinator = Lead(Id);
        coordinator.Tell(Ready([Entry(4) with { Samples = FakeParts.Samples.Expected(3) }]), _trainer);

        var ended = _registry.FishForMessage<RunRegistry.RunEnded>(_ => true, Patience);
        Assert.Equal(RunState.Failed, ended.State);
        Assert.Contains("step 4 of generation 10001 has 7 samples, but not those that belong to it", ended.Reason, StringComparison.Ordinal);
    }

    /// <summary>Its links are idle, so that nobody notices on the data plane: whoever has the sums needs nothing more of it.</summary>
    [Fact]
    public void A_step_that_one_has_reduced_does_not_wait_for_another_that_says_nothing()
    {
        var (other, silent) = (new TrainerId("b-0000"), CreateTestProbe());
        var coordinator = Lead(Id, other);
        coordinator.Tell(Beginner(Id), _trainer);
        coordinator.Tell(Beginner(other), silent);
        var stamp = _trainer.FishForMessage<Trainer.StartGeneration>(_ => true, Patience).Plan.Generation.Stamp(0);
        var outcome = new StepOutcome(0, 2, 1, true, 14.3, default);
        coordinator.Tell(new RunCoordinator.StepReduced(stamp, Id, outcome, TimeSpan.Zero, 0, FakeParts.Samples.Expected(0)), _trainer);

        Assert.Equal(stamp, _trainer.FishForMessage<Trainer.CommitStep>(_ => true, Patience).Stamp);
        var next = _trainer.FishForMessage<Trainer.StartGeneration>(_ => true, Patience).Plan.Generation;
        Assert.Equal(1, next.FirstStep);
        Assert.Equal([Id], next.Members.AsEnumerable());

        coordinator.Tell(new RunCoordinator.StepReduced(stamp, other, outcome, TimeSpan.Zero, 0, FakeParts.Samples.Expected(0)), silent);
        silent.FishForMessage<Trainer.Follow>(_ => true, Patience); // it is back, and asked what it holds
    }

    /// <summary>Its node is leaving, and it alone may know what was committed.</summary>
    [Fact]
    public void A_trainer_that_is_wanted_back_is_heard_before_it_is_let_go()
    {
        var coordinator = Lead(Id);
        coordinator.Tell(new RunCoordinator.RetireTrainer(Id, "node a is leaving"));
        coordinator.Tell(Ready([Entry(1), Entry(2), Entry(3), Entry(4)]), _trainer);

        _registry.FishForMessage(
            said =>
            {
                Assert.IsNotType<RunRegistry.TrainersRetired>(said);
                return said is RunRegistry.RunStateChanged { State: RunState.Training };
            },
            Patience);
        Assert.Equal(5, _trainer.FishForMessage<Trainer.StartGeneration>(_ => true, Patience).Plan.Generation.FirstStep);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }

    private static LedgerEntry Entry(long step) => new(step, 10_001, FakeParts.Samples.Expected(step));

    private static LedgerLine.Committed Committed(long step) => new(Entry(step));

    private static RunCoordinator.TrainerReady Beginner(TrainerId trainer) =>
        new(Run, new TrainerStanding(trainer, null, null), 3, 0, $"{trainer}:1", [], IsPrepared: true);

    private static RunCoordinator.TrainerReady Ready(ImmutableArray<LedgerEntry> ledger) =>
        new(Run, new TrainerStanding(Id, 4, 4, 10_001, 10_001), 3, 10_001, "a:1", ledger, IsPrepared: true);

    /// <summary>A coordinator whose term is the third.</summary>
    private IActorRef Lead(params TrainerId[] trainers) => LoneCoordinator.Lead(Sys, Specs.Run(_folder.Path), new RunRegistrySettings(), _registry, term: 3, [.. trainers]);
}
