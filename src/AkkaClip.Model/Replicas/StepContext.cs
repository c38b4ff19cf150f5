using System.Collections.Immutable;

namespace AkkaClip.Model.Replicas;

/// <summary>What a trainer knows of a step beside its own slice.</summary>
/// <param name="Step">Number of the step, from 0.</param>
/// <param name="SliceSizes">Samples of every rank's slice, by rank; their sum is the global batch.</param>
public sealed record StepContext(long Step, ImmutableArray<int> SliceSizes)
{
    /// <summary>B.</summary>
    public int GlobalBatch => SliceSizes.Sum();

    /// <summary>Row of the global batch that a rank's slice starts at.</summary>
    public int FirstRow(int rank) => SliceSizes.AsSpan()[..rank].ToArray().Sum();
}
