using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>How long a coordinator waits for a trainer that is silent behind a failed step, under virtual time.</summary>
public sealed class RollCallTests : TestKit
{
    private static readonly RunId Run = new("a run");
    private static readonly TrainerId One = new("a-0000"), Two = new("b-0000");
    private static readonly TimeSpan RollCall = TimeSpan.FromMinutes(10);

    /// <summary>Nothing depends on the value.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunFolder _folder = new();
    private readonly TestProbe _one, _two;
    private readonly IActorRef _coordinator;
    private readonly Generation _generation;

    public RollCallTests()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"\nakka.loglevel = OFF\nakkaclip.files-dispatcher { type = PinnedDispatcher }")
    {
        (_one, _two) = (CreateTestProbe(), CreateTestProbe());
        _coordinator = LoneCoordinator.Lead(Sys, Specs.Run(_folder.Path), new RunRegistrySettings { RollCall = RollCall }, CreateTestProbe(), term: 1, One, Two);
        _coordinator.Tell(Ready(One), _one);
        _coordinator.Tell(Ready(Two), _two);
        _generation = Started(_one);
        Assert.Equal([One, Two], _generation.Members.AsEnumerable());
        Assert.Equal(_generation, Started(_two));
    }

    [Fact]
    public void One_whose_link_broke_and_that_is_silent_is_waited_for_a_tenth()
    {
        _coordinator.Tell(Failed(One, severed: Two), _one);
        Answer(_one, One);
        Advance(RollCall / 10);

        Assert.Equal([One], Started(_one).Members.AsEnumerable());
    }

    [Fact]
    public void One_that_is_silent_for_no_known_reason_is_waited_for()
    {
        _coordinator.Tell(Failed(One, severed: null), _one);
        Answer(_one, One);
        Advance(RollCall / 2);
        Answer(_two, Two);

        Assert.Equal([One, Two], Started(_one).Members.AsEnumerable());
    }

    [Fact]
    public void Two_who_live_and_whose_link_broke_are_both_waited_for()
    {
        _coordinator.Tell(Failed(One, severed: Two), _one);
        _coordinator.Tell(Failed(Two, severed: One), _two);
        Answer(_one, One);
        Advance(RollCall / 2);
        Answer(_two, Two);

        Assert.Equal([One, Two], Started(_two).Members.AsEnumerable());
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }

    private static RunCoordinator.TrainerReady Ready(TrainerId trainer) => new(Run, new TrainerStanding(trainer, null, null), 1, 0, $"{trainer}:1", [], IsPrepared: true);

    private RunCoordinator.StepFailed Failed(TrainerId trainer, TrainerId? severed) => new(_generation.Stamp(0), trainer, "a link broke", severed);

    private static Generation Started(TestProbe trainer) => trainer.FishForMessage<Trainer.StartGeneration>(_ => true, Patience).Plan.Generation;

    /// <summary>Says what it holds once it is asked.</summary>
    private void Answer(TestProbe probe, TrainerId trainer)
    {
        probe.FishForMessage<Trainer.Follow>(_ => true, Patience);
        _coordinator.Tell(Ready(trainer), probe);
    }

    /// <summary>Lets time pass once the coordinator has taken what it was told.</summary>
    private void Advance(TimeSpan time)
    {
        _coordinator.Ask<ActorIdentity>(new Identify(0), Patience).GetAwaiter().GetResult();
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }
}
