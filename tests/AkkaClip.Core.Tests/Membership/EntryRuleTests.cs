using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Tests.Membership;

public class EntryRuleTests
{
    private static readonly EntryTerms s_behindStep5 = new(FirstStep: 6, AppliedIn: 3, Heal: false, StartOver: false);

    [Fact]
    public void Who_has_the_state_begins()
    {
        Assert.IsType<EntryDecision.Begin>(EntryRule.Decide(Standing(6, appliedIn: 3), s_behindStep5));
        Assert.IsType<EntryDecision.Begin>(EntryRule.Decide(Standing(6, appliedIn: 3, reduced: 6, reducedIn: 4), s_behindStep5));
    }

    [Fact]
    public void Who_missed_the_commit_applies_the_sum_it_holds() =>
        Assert.IsType<EntryDecision.CommitFirst>(EntryRule.Decide(Standing(5, appliedIn: 2, reduced: 5, reducedIn: 3), s_behindStep5));

    [Theory]
    [InlineData(5, 2, null, 0)] // one step behind, and nothing to make it good
    [InlineData(5, 2, 5, 2)] // holds the sum of another generation
    [InlineData(6, 2, null, 0)] // has applied the sum of another generation
    [InlineData(null, 0, null, 0)] // has nothing
    [InlineData(7, 3, null, 0)] // has more
    public void Who_does_not_have_what_the_plan_supposes_refuses(int? next, int appliedIn, int? reduced, int reducedIn)
    {
        var own = new TrainerStanding(new TrainerId("a"), next, reduced, appliedIn, reducedIn);
        Assert.Contains("a has", Assert.IsType<EntryDecision.Refuse>(EntryRule.Decide(own, s_behindStep5)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_healed_one_takes_the_state_even_if_the_numbers_fit()
    {
        // A diverged replica: its steps are right, its bits are not.
        Assert.IsType<EntryDecision.TakeState>(EntryRule.Decide(Standing(6, appliedIn: 3), s_behindStep5 with { Heal = true }));
    }

    [Fact]
    public void Nobody_gives_up_a_newer_state()
    {
        var newer = Standing(7, appliedIn: 4);
        Assert.IsType<EntryDecision.Refuse>(EntryRule.Decide(newer, s_behindStep5 with { Heal = true }));
        Assert.IsType<EntryDecision.Refuse>(EntryRule.Decide(newer, new EntryTerms(0, 0, Heal: false, StartOver: true)));
    }

    [Fact]
    public void A_start_over_is_for_those_that_have_applied_nothing()
    {
        var terms = new EntryTerms(0, 0, Heal: false, StartOver: true);
        Assert.IsType<EntryDecision.StartOver>(EntryRule.Decide(new TrainerStanding(new TrainerId("a"), null, null), terms));
        Assert.IsType<EntryDecision.StartOver>(EntryRule.Decide(Standing(0, appliedIn: 0), terms));
    }

    private static TrainerStanding Standing(long next, int appliedIn, long? reduced = null, int reducedIn = 0) =>
        new(new TrainerId("a"), next, reduced, appliedIn, reducedIn);
}
