using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Schedules;

namespace AkkaClip.Actors.Tests.Training;

public sealed class GenerationPlanTests
{
    private static readonly TrainerId One = new("a-0000"), Two = new("b-0000");

    [Fact]
    public void Whoever_still_holds_the_step_before_can_apply_it_though_the_coordinator_believes_that_all_have()
    {
        var schedule = new LearningRateSchedule(Specs.Run("").Training);
        var start = new MembershipDecision.Start(
            Generation.Of(new RunId("a run"), 4, 7, [One, Two]), Initialize: false, CommitFirst: [], Heal: [], Sources: [One, Two], AppliedIn: 3, Reason: "");

        var plan = GenerationPlan.FromLiving(start, schedule, hold: false);

        Assert.Equal(0.25, schedule.At(6));
        Assert.Equal(schedule.At(6), plan.CommitLearningRate);
        Assert.IsType<EntryDecision.CommitFirst>(EntryRule.Decide(new TrainerStanding(Two, 6, 6, 3, 3), plan.TermsFor(Two)));
    }
}
