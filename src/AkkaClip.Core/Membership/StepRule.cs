using System.Collections.Immutable;
using System.Globalization;

namespace AkkaClip.Core.Membership;

/// <summary>
/// Commit, skip, abort or wait: a pure function of what the members reported. If all survivors have reduced the step, it
/// is committed (skipped where it is not finite), even if others were lost; if one has not and cannot, it is aborted.
/// </summary>
/// <remarks>
/// Safe because a reduced step is the whole sum, whoever left afterwards, and because nobody applies anything before the
/// commit: either all survivors hold the gradients, or none has used them.
/// </remarks>
public static class StepRule
{
    public static StepDecision Decide(DateTimeOffset now, StepState state, StepOptions options)
    {
        var lost = Members<StepReport.Lost>(state);
        var survivors = state.Generation.Members.RemoveRange(lost);
        if (survivors.IsEmpty)
            return Abort(state, options, lost, $"all trainers are lost: {Describe(state, lost)}");

        var reduced = Members<StepReport.Reduced>(state);
        if (reduced.Length == survivors.Length)
            return Finish(state, options, lost, reduced);

        var failed = Members<StepReport.Failed>(state);
        if (lost.Length + failed.Length > 0)
            return Abort(state, options, lost, Describe(state, lost.AddRange(failed)));

        ImmutableArray<TrainerId> silent = [.. survivors.Where(member => !state.Reports.ContainsKey(member))];
        DateTimeOffset? deadline = options.StepTimeout > TimeSpan.Zero ? state.StartedAt + options.StepTimeout : null;
        // Where all are silent, nobody's state is given up for lost: it is all that the run has.
        return now >= deadline
            ? Abort(state, options, silent.Length < survivors.Length ? silent : [], $"{string.Join(", ", silent)} did not report within {options.StepTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s")
            : new StepDecision.Wait(deadline, $"{reduced.Length} of {survivors.Length} have reduced; waiting for {string.Join(", ", silent)}");
    }

    private static StepDecision Finish(StepState state, StepOptions options, ImmutableArray<TrainerId> lost, ImmutableArray<TrainerId> reduced)
    {
        var thenChange = state.ChangeRequested || !lost.IsEmpty;
        var after = lost.IsEmpty ? "" : $"; {Describe(state, lost)}";
        var bad = reduced.Where(member => !((StepReport.Reduced)state.Reports[member]).IsFinite).ToArray();
        if (bad.Length == 0)
            return new StepDecision.Commit(state.Step, thenChange, $"all {reduced.Length} survivors have reduced it{after}");

        var inARow = state.SkippedInARow + 1;
        var report = (StepReport.Reduced)state.Reports[bad[0]];
        var reason = string.Create(CultureInfo.InvariantCulture, $"loss {report.Loss} and gradient norm {report.GradientNorm} at {bad[0]} are not finite");
        return options.NonFiniteLimit > 0 && inARow >= options.NonFiniteLimit
            ? new StepDecision.GiveUp($"{reason}, in {inARow} steps in a row (step {state.Step} the last); lower the learning rate, or raise the limit of {options.NonFiniteLimit}")
            : new StepDecision.Skip(state.Step, thenChange, inARow, reason + after);
    }

    private static StepDecision Abort(StepState state, StepOptions options, ImmutableArray<TrainerId> lost, string reason)
    {
        var times = state.AbortedInARow + 1;
        return options.AbortLimit > 0 && times >= options.AbortLimit
            ? new StepDecision.GiveUp($"step {state.Step} was aborted {times} times, at last because {reason}")
            : new StepDecision.Abort(state.Step, lost, reason);
    }

    private static ImmutableArray<TrainerId> Members<TReport>(StepState state)
        where TReport : StepReport =>
        [.. state.Generation.Members.Where(member => state.Reports.GetValueOrDefault(member) is TReport)];

    private static string Describe(StepState state, ImmutableArray<TrainerId> members) => string.Join("; ", members.Select(member => state.Reports[member] switch
    {
        StepReport.Lost lost => $"{member} is lost ({lost.Reason})",
        StepReport.Failed failed => $"{member} failed ({failed.Reason})",
        _ => member.Value,
    }));
}
