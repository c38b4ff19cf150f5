using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>What a run's coordinator waits for, and how long.</summary>
/// <param name="Membership">How many trainers take part.</param>
/// <param name="Steps">When it gives up on a step.</param>
/// <param name="RestartGrace">How long a generation waits for trainers that are being started; then it starts without them.</param>
public sealed record CoordinatorOptions(MembershipOptions Membership, StepOptions Steps, TimeSpan RestartGrace);
