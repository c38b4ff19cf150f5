namespace AkkaClip.Collectives;

/// <summary>What a group of members may be told.</summary>
public sealed record CollectiveOptions
{
    /// <summary>
    /// How long the first member of an operation waits for the last one to call it, before the group fails with the
    /// rank that is missing; zero: without end.
    /// </summary>
    public TimeSpan ArrivalTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// Threads of the group that work on operations while the members compute. 0 where the members compute on the CPU:
    /// whoever waits does the work, so that no core idles and none is contended for.
    /// </summary>
    public int HelperThreads { get; init; }

    /// <summary>The clock of the time-out.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
