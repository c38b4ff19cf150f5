namespace AkkaClip.Core.Membership;

/// <summary>When the coordinator gives up on a step.</summary>
public sealed record StepOptions
{
    /// <summary>A member that has not reported so long after the step's start counts as lost; zero: no limit.</summary>
    public required TimeSpan StepTimeout { get; init; }

    /// <summary>The run stops at so many skipped steps in a row; 0: never.</summary>
    public required int NonFiniteLimit { get; init; }

    /// <summary>The run stops when the same step was aborted so often; 0: never.</summary>
    public required int AbortLimit { get; init; }
}
