using System.Collections.Immutable;
using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Tests.Membership;

public class MembershipRuleTests
{
    private static readonly MembershipOptions s_options = new(Minimum: 1, Maximum: 8);

    [Fact]
    public void A_fresh_run_starts_from_the_seed_with_everybody_sorted_by_id()
    {
        var start = Started(State(0, Empty("c"), Empty("a"), Empty("b")));
        Assert.True(start.Initialize);
        Assert.Equal(["a", "b", "c"], Names(start.Next.Members));
        Assert.Equal((4, 0L), (start.Next.Number, start.Next.FirstStep));
        Assert.Empty(start.Heal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(0, 0)]
    public void Too_few_trainers_make_the_run_wait(int living, int minimum)
    {
        var state = State(5, [.. Enumerable.Range(0, living).Select(n => At($"t{n}", 5))]);
        var wait = Assert.IsType<MembershipDecision.Wait>(MembershipRule.Decide(state, new MembershipOptions(minimum, 8)));
        Assert.Equal((living, minimum), (wait.Living, wait.Minimum));
    }

    [Fact]
    public void A_joiner_without_state_is_healed_by_those_that_have_it()
    {
        var start = Started(State(5, At("b", 5), Empty("a"), At("c", 5)));
        Assert.Equal(["a"], Names(start.Heal));
        Assert.Equal(["b", "c"], Names(start.Sources));
        Assert.Equal(5, start.Next.FirstStep);
    }

    [Fact]
    public void If_anyone_applied_a_step_those_who_reduced_it_apply_it_too()
    {
        // The coordinator died between its commits: it knows of step 4, a has applied 5, b holds 5's gradients, c has nothing of it.
        var start = Started(State(5, At("a", 6), new TrainerStanding(new TrainerId("b"), 5, 5), At("c", 5)));
        Assert.Equal(6, start.Next.FirstStep);
        Assert.Equal(["b"], Names(start.CommitFirst));
        Assert.Equal(["c"], Names(start.Heal));
        Assert.Equal(["a", "b"], Names(start.Sources));
    }

    [Fact]
    public void A_commit_that_only_the_coordinator_remembers_is_made_good_by_those_who_reduced_it()
    {
        var start = Started(State(6, new TrainerStanding(new TrainerId("b"), 5, 5), At("c", 5)));
        Assert.Equal(6, start.Next.FirstStep);
        Assert.Equal(["b"], Names(start.CommitFirst));
        Assert.Equal(["b"], Names(start.Sources));
        Assert.Equal(["c"], Names(start.Heal));
    }

    [Fact]
    public void Reduced_gradients_are_committed_because_the_coordinator_that_died_may_have_committed_them()
    {
        var start = Started(State(5, new TrainerStanding(new TrainerId("a"), 5, 5), At("b", 5)));
        Assert.Equal(6, start.Next.FirstStep);
        Assert.Equal(["a"], Names(start.CommitFirst));
        Assert.Equal(["b"], Names(start.Heal));
    }

    [Fact]
    public void A_sum_of_an_older_generation_is_not_applied_beside_that_of_a_newer_one()
    {
        // Step 5 was aborted in generation 2 and committed in 3, which b never heard of: its sum has other bits.
        var start = Started(State(5, At("a", 6) with { AppliedIn = 3 }, new TrainerStanding(new TrainerId("b"), 5, 5, 1, 2)));
        Assert.Equal((6, 3), (start.Next.FirstStep, start.AppliedIn));
        Assert.Empty(start.CommitFirst);
        Assert.Equal(["b"], Names(start.Heal));
    }

    [Fact]
    public void The_state_of_the_newest_generation_wins_over_more_steps_of_an_older_one()
    {
        var start = Started(State(0, At("a", 9) with { AppliedIn = 2 }, At("b", 7) with { AppliedIn = 3 }));
        Assert.Equal(7, start.Next.FirstStep);
        Assert.Equal(["a"], Names(start.Heal));
    }

    [Fact]
    public void An_older_state_that_lives_is_preferred_to_a_checkpoint_that_is_older_still()
    {
        // Whoever had applied step 5 died before anyone took its state.
        var start = Started(State(6, Empty("b"), At("a", 4)) with { SavedStep = 3 });
        Assert.Equal(4, start.Next.FirstStep);
        Assert.Equal(["b"], Names(start.Heal));
        Assert.Contains("steps 4 to 5 are done again", start.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4L)]
    public void When_no_living_trainer_has_as_much_as_the_checkpoint_it_is_restored(long? living)
    {
        var state = State(5, Empty("b"), new TrainerStanding(new TrainerId("a"), living, null)) with { SavedStep = 5 };
        var restore = Assert.IsType<MembershipDecision.Restore>(MembershipRule.Decide(state, s_options));
        Assert.Equal(["a", "b"], Names(restore.Members));
    }

    [Fact]
    public void Beyond_the_maximum_those_that_hold_the_state_are_preferred()
    {
        var start = Assert.IsType<MembershipDecision.Start>(
            MembershipRule.Decide(State(5, Empty("a"), At("z", 5), At("y", 5)), new MembershipOptions(1, 2)));
        Assert.Equal(["y", "z"], Names(start.Next.Members));
    }

    /// <summary>Three trainers in every combination of standings behind every coordinator's memory.</summary>
    [Fact]
    public void No_committed_step_is_lost_and_none_is_applied_twice()
    {
        TrainerStanding[] Standings(string id) =>
        [
            Empty(id), At(id, 0), At(id, 1), At(id, 2),
            new(new TrainerId(id), 0, 0), new(new TrainerId(id), 1, 1), new(new TrainerId(id), 1, 0), new(new TrainerId(id), 2, 2),
        ];
        foreach (var a in Standings("a"))
        {
            foreach (var b in Standings("b"))
            {
                foreach (var c in Standings("c"))
                {
                    for (var known = 0L; known <= 2; known++)
                        Check(State(known, a, b, c));
                }
            }
        }
    }

    private static void Check(MembershipState state)
    {
        var newest = state.Living.Max(trainer => trainer.ReducedStep is { } held && held == trainer.NextStep ? held + 1 : trainer.NextStep);
        if (MembershipRule.Decide(state, s_options) is not MembershipDecision.Start start)
        {
            Assert.Null(newest);
            return;
        }
        Assert.Equal(newest ?? 0, start.Next.FirstStep);
        foreach (var trainer in state.Living)
        {
            var after = start.Initialize ? 0
                : start.Heal.Contains(trainer.Id) ? start.Next.FirstStep
                : start.CommitFirst.Contains(trainer.Id) ? trainer.NextStep + 1
                : trainer.NextStep;
            Assert.Equal(start.Next.FirstStep, after);
            if (start.CommitFirst.Contains(trainer.Id))
                Assert.Equal(trainer.NextStep, trainer.ReducedStep);

            // What the rule asks of a trainer is what the trainer's own rule grants.
            var terms = new EntryTerms(start.Next.FirstStep, start.AppliedIn, start.Heal.Contains(trainer.Id), start.Initialize);
            Type granted = start.Initialize ? typeof(EntryDecision.StartOver)
                : terms.Heal ? typeof(EntryDecision.TakeState)
                : start.CommitFirst.Contains(trainer.Id) ? typeof(EntryDecision.CommitFirst)
                : typeof(EntryDecision.Begin);
            Assert.IsType(granted, EntryRule.Decide(trainer, terms));
        }
        Assert.Equal(start.Initialize, start.Sources.IsEmpty);
    }

    private static MembershipDecision.Start Started(MembershipState state) =>
        Assert.IsType<MembershipDecision.Start>(MembershipRule.Decide(state, s_options));

    private static MembershipState State(long nextStep, params ImmutableArray<TrainerStanding> living) =>
        new() { Run = new RunId("run"), LastGeneration = 3, NextStep = nextStep, Living = living };

    private static TrainerStanding Empty(string id) => new(new TrainerId(id), null, null);

    private static TrainerStanding At(string id, long nextStep) => new(new TrainerId(id), nextStep, null);

    private static IEnumerable<string> Names(ImmutableArray<TrainerId> trainers) => trainers.Select(trainer => trainer.Value);
}
