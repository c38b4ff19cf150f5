namespace AkkaClip.Chaos.Reports;

/// <summary>What fault tolerance costs while nothing fails.</summary>
/// <param name="AloneStep">Median time of a step in one process.</param>
/// <param name="ClusterStep">The same on the nodes of a cluster.</param>
/// <param name="CheckpointStep">The same of the steps behind a checkpoint.</param>
/// <param name="CheckpointEvery">Steps from one checkpoint to the next.</param>
public sealed record Tax(TimeSpan AloneStep, TimeSpan ClusterStep, TimeSpan CheckpointStep, int CheckpointEvery)
{
    /// <summary>Of a step.</summary>
    public double Share => ClusterStep / AloneStep - 1;

    /// <summary>By how much a step is longer when the state is copied before it, as a share of the step.</summary>
    public double CheckpointShare => CheckpointStep / ClusterStep - 1;
}
