using System.Collections.Immutable;
using AkkaClip.Core.Runs;

namespace AkkaClip.Model.Towers;

/// <summary>How towers compute; none of it changes what they compute, but patch dropout and precision.</summary>
public sealed record TowerOptions
{
    public PrecisionKind Precision { get; init; } = PrecisionKind.Float32;

    /// <summary>Share of the patches dropped in training, [0, 1).</summary>
    public double PatchDropout { get; init; }

    /// <summary>Keep the inputs of transformer blocks only, and compute blocks again in the backward pass. A ResNet keeps everything.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Compute texts up to their end token only, in length-sorted chunks.</summary>
    public bool TrimText { get; init; } = true;

    /// <summary>Compute the last block for the pooled token only.</summary>
    public bool PooledLastBlock { get; init; } = true;

    /// <summary>Share batch statistics with the other trainers.</summary>
    public bool SyncBatchNorm { get; init; }

    /// <summary>Mean of the channels R, G, B of pixels on [0, 1].</summary>
    public ImmutableArray<double> PixelMean { get; init; } = [0.48145466, 0.4578275, 0.40821073];

    /// <summary>Standard deviation of the channels R, G, B of pixels on [0, 1].</summary>
    public ImmutableArray<double> PixelStd { get; init; } = [0.26862954, 0.26130258, 0.27577711];
}
