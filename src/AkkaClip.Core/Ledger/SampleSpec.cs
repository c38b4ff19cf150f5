using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Ledger;

/// <summary>Everything that the samples of a step are a function of.</summary>
/// <param name="Seed">The run's: of the order and of every augmentation.</param>
/// <param name="NumSamples">Of an epoch.</param>
/// <param name="BlockSamples">See <see cref="SampleOrder"/>.</param>
/// <param name="WindowBlocks">See <see cref="SampleOrder"/>.</param>
/// <param name="GlobalBatch">Samples of a step.</param>
public sealed record SampleSpec(long Seed, long NumSamples, int BlockSamples, int WindowBlocks, int GlobalBatch)
{
    /// <param name="numSamples">Samples of the run's data.</param>
    public static SampleSpec Of(RunSpec spec, long numSamples) =>
        new(spec.Seed, numSamples, spec.Data.ShuffleBlockSamples, spec.Data.ShuffleWindowBlocks, spec.Training.GlobalBatch);
}
