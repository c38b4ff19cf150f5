namespace AkkaClip.Core.Membership;

/// <summary>How many trainers a run wants.</summary>
/// <param name="Minimum">Fewer, and the run waits; at least 1.</param>
/// <param name="Maximum">More than this do not take part.</param>
public sealed record MembershipOptions(int Minimum, int Maximum);
