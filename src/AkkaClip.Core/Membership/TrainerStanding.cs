namespace AkkaClip.Core.Membership;

/// <summary>What a living trainer says it holds.</summary>
/// <param name="Id">The trainer.</param>
/// <param name="NextStep">Its parameters have every step below this one; null: it has no parameters.</param>
/// <param name="ReducedStep">A step whose reduced gradients it holds and has not applied; null: none.</param>
public sealed record TrainerStanding(TrainerId Id, long? NextStep, long? ReducedStep);
