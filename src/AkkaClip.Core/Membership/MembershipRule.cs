using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>
/// Who makes up the next generation and from which step: a pure function of what the living trainers hold. The newest
/// state wins, and reduced gradients count as the state that they lead to: whoever holds them may be the last one to have
/// what a coordinator that died had committed. The others who hold them apply them too, and the rest is healed.
/// </summary>
/// <remarks>
/// A coordinator that aborts a step itself knows that nobody applied it, and keeps no standing with reduced gradients; it
/// is a new one, who asks, that finds them. Model-checked in tests/models/commit.pml.
/// </remarks>
public static class MembershipRule
{
    public static MembershipDecision Decide(MembershipState state, MembershipOptions options)
    {
        if (state.Living.Length < options.Minimum || state.Living.IsEmpty)
            return new MembershipDecision.Wait(state.Living.Length, options.Minimum, $"{state.Living.Length} trainers live, {Math.Max(1, options.Minimum)} are needed");

        var newest = state.Living.Max(trainer => trainer.Reach);
        if (newest is null && state.NextStep == 0 && state.SavedStep == 0)
            return Begin(state, options, (0, 0), initialize: true);
        if (newest is not { } found || found.FirstStep < state.SavedStep)
            return new MembershipDecision.Restore(Ids(Choose(state, options, null), _ => true), $"no living trainer holds the state behind step {Math.Max(state.NextStep, state.SavedStep) - 1}; it comes from the last checkpoint");
        return Begin(state, options, found, initialize: false);
    }

    private static MembershipDecision.Start Begin(MembershipState state, MembershipOptions options, (int AppliedIn, long FirstStep) newest, bool initialize)
    {
        var members = Choose(state, options, newest);
        var commitFirst = Ids(members, trainer => trainer.Reach == newest && trainer.CanCommit);
        var sources = Ids(members, trainer => trainer.Reach == newest);
        var heal = initialize ? [] : Ids(members, trainer => trainer.Reach != newest);
        var next = Generation.Of(state.Run, state.LastGeneration + 1, newest.FirstStep, members.Select(trainer => trainer.Id));
        var reason = Explain(next, initialize, commitFirst, heal);
        if (newest.FirstStep < state.NextStep)
            reason += $"; steps {newest.FirstStep} to {state.NextStep - 1} are done again, because nobody who had them lives";
        return new MembershipDecision.Start(next, initialize, commitFirst, heal, sources, newest.AppliedIn, reason);
    }

    /// <summary>Up to the maximum, those with the newest state first, and of them those that have applied it.</summary>
    private static ImmutableArray<TrainerStanding> Choose(MembershipState state, MembershipOptions options, (int AppliedIn, long FirstStep)? newest) =>
    [
        .. state.Living
            .OrderBy(trainer => newest is null || trainer.Reach != newest ? 2 : trainer.CanCommit ? 1 : 0)
            .ThenBy(trainer => trainer.Id)
            .Take(Math.Max(options.Maximum, options.Minimum)),
    ];

    private static ImmutableArray<TrainerId> Ids(ImmutableArray<TrainerStanding> members, Func<TrainerStanding, bool> which) =>
        [.. members.Where(which).Select(trainer => trainer.Id).Order()];

    private static string Explain(Generation next, bool initialize, ImmutableArray<TrainerId> commitFirst, ImmutableArray<TrainerId> heal)
    {
        var what = $"{next.WorldSize} trainers go on at step {next.FirstStep}";
        if (initialize)
            return $"{what} from a seeded initialisation";
        if (!commitFirst.IsEmpty)
            what += $"; {string.Join(", ", commitFirst)} commit step {next.FirstStep - 1} first";
        return heal.IsEmpty ? what : $"{what}; {string.Join(", ", heal)} take their state from peers";
    }
}
