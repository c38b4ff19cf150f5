namespace AkkaClip.Chaos.Faults;

/// <summary>A fault that was injected.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="At">When.</param>
/// <param name="CommittedAt">When the first step was committed that the fault could no longer have spoilt.</param>
/// <param name="Mark">Index in the run's log of the first event after it.</param>
/// <param name="End">Index behind the last one before the cluster was whole again.</param>
public sealed record Injection(string Fault, DateTimeOffset At, DateTimeOffset CommittedAt, int Mark, int End = 0)
{
    public TimeSpan ToNextCommit => CommittedAt - At;
}
