using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>What becomes of a step, and why, in words for operators.</summary>
public abstract record StepDecision
{
    private StepDecision(string reason) => Reason = reason;

    public string Reason { get; }

    /// <summary>Go on waiting; decide again on the next report, or when <paramref name="Until"/> has come.</summary>
    public sealed record Wait(DateTimeOffset? Until, string Reason) : StepDecision(Reason);

    /// <summary>Every survivor applies the step.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="ThenChange">A new generation starts behind it.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Commit(long Step, bool ThenChange, string Reason) : StepDecision(Reason);

    /// <summary>Every survivor passes over the step: its samples count as seen, its gradients are dropped.</summary>
    public sealed record Skip(long Step, bool ThenChange, int InARow, string Reason) : StepDecision(Reason);

    /// <summary>Nobody applies the step; the next generation, without the lost ones, computes it again.</summary>
    public sealed record Abort(long Step, ImmutableArray<TrainerId> Lost, string Reason) : StepDecision(Reason);

    /// <summary>The run ends as failed.</summary>
    public sealed record GiveUp(string Reason) : StepDecision(Reason);
}
