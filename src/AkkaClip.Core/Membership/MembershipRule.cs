using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>
/// Who makes up the next generation and from which step: a pure function of what the living trainers hold. The newest
/// state wins: if anyone applied a step, that step is committed, and those who hold its reduced gradients apply it too.
/// </summary>
public static class MembershipRule
{
    public static MembershipDecision Decide(MembershipState state, MembershipOptions options)
    {
        if (state.Living.Length < options.Minimum || state.Living.IsEmpty)
            return new MembershipDecision.Wait(state.Living.Length, options.Minimum, $"{state.Living.Length} trainers live, {Math.Max(1, options.Minimum)} are needed");

        var firstStep = Math.Max(state.NextStep, state.Living.Max(trainer => trainer.NextStep ?? 0));
        ImmutableArray<TrainerStanding> members =
        [
            .. state.Living
                .OrderBy(trainer => IsAt(trainer, firstStep) ? 0 : CanCommit(trainer, firstStep) ? 1 : 2)
                .ThenBy(trainer => trainer.Id)
                .Take(Math.Max(options.Maximum, options.Minimum)),
        ];
        var initialize = firstStep == 0 && members.All(trainer => trainer.NextStep is null);
        var commitFirst = Ids(members, trainer => CanCommit(trainer, firstStep));
        var sources = Ids(members, trainer => IsAt(trainer, firstStep) || CanCommit(trainer, firstStep));
        if (!initialize && sources.IsEmpty)
            return new MembershipDecision.Restore(Ids(members, _ => true), $"no living trainer holds the state behind step {firstStep - 1}; it comes from the last checkpoint");

        var heal = initialize ? [] : Ids(members, trainer => !sources.Contains(trainer.Id));
        var next = Generation.Of(state.Run, state.LastGeneration + 1, firstStep, members.Select(trainer => trainer.Id));
        return new MembershipDecision.Start(next, initialize, commitFirst, heal, sources, Explain(next, initialize, commitFirst, heal));
    }

    private static bool IsAt(TrainerStanding trainer, long firstStep) => trainer.NextStep == firstStep;

    private static bool CanCommit(TrainerStanding trainer, long firstStep) =>
        trainer.NextStep == firstStep - 1 && trainer.ReducedStep == firstStep - 1;

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
