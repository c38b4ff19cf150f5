namespace AkkaClip.Core.Membership;

/// <summary>What a living trainer says it holds.</summary>
/// <param name="Id">The trainer.</param>
/// <param name="NextStep">Its parameters have every step below this one; null: it has no parameters.</param>
/// <param name="ReducedStep">A step whose reduced gradients it holds and has not applied; null: none.</param>
/// <param name="AppliedIn">The generation that reduced the last step that it applied; 0: it has applied none since the seed or a checkpoint.</param>
/// <param name="ReducedIn">The generation that reduced what it holds.</param>
public sealed record TrainerStanding(TrainerId Id, long? NextStep, long? ReducedStep, int AppliedIn = 0, int ReducedIn = 0)
{
    /// <summary>It holds the reduced gradients of the very step that it would apply next.</summary>
    public bool CanCommit => NextStep is not null && ReducedStep == NextStep;

    /// <summary>
    /// The state that it has or can make: the generation behind it, then the step that it leads up to. As in Raft's logs, of
    /// two states that of the newer generation is the newer one. Null: it has no parameters.
    /// </summary>
    internal (int AppliedIn, long FirstStep)? Reach => NextStep is not { } next ? null : CanCommit ? (ReducedIn, next + 1) : (AppliedIn, next);
}
