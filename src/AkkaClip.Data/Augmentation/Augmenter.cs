using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Augmentation;

/// <summary>What a policy does to a sample's square behind the crop. Buffers are kept; one a thread.</summary>
public sealed class Augmenter(AugmentationPolicy policy, int size)
{
    private const int NumOperations = 2;
    private const int Magnitude = 9;

    private readonly byte[] _scratch = new byte[policy is AugmentationPolicy.OpenClip or AugmentationPolicy.CropFlip ? 0 : size * size];

    /// <param name="pixels">[3, s, s], changed in place.</param>
    /// <param name="random">The sample's own stream; the result depends on it and the pixels alone.</param>
    public void Apply(Span<byte> pixels, CounterRandom random)
    {
        var planes = new Planes(pixels, size);
        if (policy is AugmentationPolicy.RandAugment or AugmentationPolicy.StackedRandAugment)
            RandAugment.Apply(planes, NumOperations, Magnitude, random, _scratch);
        if (policy is AugmentationPolicy.StackedRandAugment)
            ColorJitter.Apply(planes, strength: 0.5, random);
    }
}
