using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Tests.Membership;

public class StepRuleTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly StepOptions s_options = new() { StepTimeout = TimeSpan.FromSeconds(30), NonFiniteLimit = 3, AbortLimit = 4 };

    private enum Member { Silent, Reduced, NotFinite, Failed, Lost }

    /// <summary>Every state of 1 to 4 members, on time and late, with and without a wish to change, against the rule spelt out again.</summary>
    [Fact]
    public void Every_combination_of_reports_is_decided_by_the_rule()
    {
        var kinds = Enum.GetValues<Member>();
        for (var worldSize = 1; worldSize <= 4; worldSize++)
        {
            for (var code = 0; code < (int)Math.Pow(kinds.Length, worldSize); code++)
            {
                var members = Enumerable.Range(0, worldSize).Select(rank => kinds[code / (int)Math.Pow(kinds.Length, rank) % kinds.Length]).ToArray();
                foreach (var late in new[] { false, true })
                {
                    foreach (var change in new[] { false, true })
                        Check(members, late, change);
                }
            }
        }
    }

    private static void Check(Member[] members, bool late, bool change)
    {
        var state = State(members) with { ChangeRequested = change };
        var now = s_start + (late ? s_options.StepTimeout : s_options.StepTimeout - TimeSpan.FromTicks(1));
        var decision = StepRule.Decide(now, state, s_options);

        if (!late)
            Assert.Equal(decision is not StepDecision.Wait, state.IsRipe);
        var survivors = members.Where(member => member != Member.Lost).ToArray();
        var anyLost = survivors.Length < members.Length;
        if (survivors.Length > 0 && survivors.All(member => member == Member.Reduced))
        {
            var commit = Assert.IsType<StepDecision.Commit>(decision);
            Assert.Equal((7, anyLost || change), (commit.Step, commit.ThenChange));
        }
        else if (survivors.Length > 0 && survivors.All(member => member is Member.Reduced or Member.NotFinite))
        {
            var skip = Assert.IsType<StepDecision.Skip>(decision);
            Assert.Equal((7, 1, anyLost || change), (skip.Step, skip.InARow, skip.ThenChange));
        }
        else if (anyLost || members.Contains(Member.Failed))
        {
            Assert.Equal(Ids(members, Member.Lost), Assert.IsType<StepDecision.Abort>(decision).Lost);
        }
        else if (late)
        {
            var abort = Assert.IsType<StepDecision.Abort>(decision);
            Assert.Equal(members.All(member => member == Member.Silent) ? [] : Ids(members, Member.Silent), abort.Lost);
        }
        else
        {
            Assert.Equal(s_start + s_options.StepTimeout, Assert.IsType<StepDecision.Wait>(decision).Until);
        }
        Assert.NotEmpty(decision.Reason);
    }

    [Fact]
    public void Without_a_step_timeout_the_coordinator_waits_for_ever()
    {
        var decision = StepRule.Decide(s_start + TimeSpan.FromDays(9), State(Member.Reduced, Member.Silent), s_options with { StepTimeout = TimeSpan.Zero });
        Assert.Null(Assert.IsType<StepDecision.Wait>(decision).Until);
    }

    [Theory]
    [InlineData(0, 3, false)]
    [InlineData(1, 3, false)]
    [InlineData(2, 3, true)]
    [InlineData(0, 1, true)]
    [InlineData(1000, 0, false)]
    public void Too_many_skipped_steps_in_a_row_end_the_run(int before, int limit, bool ends)
    {
        var state = State(Member.NotFinite, Member.NotFinite) with { SkippedInARow = before };
        var decision = StepRule.Decide(s_start, state, s_options with { NonFiniteLimit = limit });
        if (ends)
            Assert.Contains("learning rate", Assert.IsType<StepDecision.GiveUp>(decision).Reason, StringComparison.Ordinal);
        else
            Assert.Equal(before + 1, Assert.IsType<StepDecision.Skip>(decision).InARow);
    }

    [Theory]
    [InlineData(2, 4, false)]
    [InlineData(3, 4, true)]
    [InlineData(1000, 0, false)]
    public void A_step_that_is_aborted_too_often_ends_the_run(int before, int limit, bool ends)
    {
        var state = State(Member.Failed, Member.Reduced) with { AbortedInARow = before };
        var decision = StepRule.Decide(s_start, state, s_options with { AbortLimit = limit });
        if (ends)
            Assert.IsType<StepDecision.GiveUp>(decision);
        else
            Assert.IsType<StepDecision.Abort>(decision);
    }

    [Fact]
    public void Reasons_name_the_member_and_what_it_said()
    {
        var decision = StepRule.Decide(s_start, State(Member.Reduced, Member.Lost, Member.Failed), s_options);
        Assert.Equal("trainer-1 is lost (link reset); trainer-2 failed (out of memory)", decision.Reason);
    }

    [Fact]
    public void A_loss_is_final_and_other_reports_are_replaced()
    {
        var trainer = new TrainerId("trainer-0");
        var reduced = new StepReport.Reduced(1, 1);
        var lost = State(Member.Silent).With(trainer, new StepReport.Lost("reset"));
        Assert.Same(lost, lost.With(trainer, reduced));
        Assert.Equal(reduced, State(Member.Failed).With(trainer, reduced).Reports[trainer]);
    }

    [Fact]
    public void Reports_of_strangers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => State(Member.Silent).With(new TrainerId("stranger"), new StepReport.Reduced(1, 1)));
    }

    private static StepState State(params Member[] members)
    {
        var state = new StepState
        {
            Generation = Generation.Of(new RunId("run"), 2, 5, members.Select((_, rank) => Id(rank))),
            Step = 7,
            StartedAt = s_start,
        };
        for (var rank = 0; rank < members.Length; rank++)
        {
            StepReport? report = members[rank] switch
            {
                Member.Reduced => new StepReport.Reduced(2.5, 0.75),
                Member.NotFinite => rank % 2 == 0 ? new StepReport.Reduced(double.NaN, 1) : new StepReport.Reduced(1, double.PositiveInfinity),
                Member.Failed => new StepReport.Failed("out of memory"),
                Member.Lost => new StepReport.Lost("link reset"),
                _ => null,
            };
            if (report is not null)
                state = state.With(Id(rank), report);
        }
        return state;
    }

    private static TrainerId Id(int rank) => new($"trainer-{rank}");

    private static IEnumerable<TrainerId> Ids(Member[] members, Member kind) =>
        Enumerable.Range(0, members.Length).Where(rank => members[rank] == kind).Select(Id);
}
