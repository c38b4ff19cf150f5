namespace AkkaClip.Core.Runs;

/// <summary>What training does to pictures, by the names of the compute-limited study (arXiv 2404.08197).</summary>
public enum AugmentationPolicy
{
    /// <summary>OpenCLIP's: a crop of 0.9 to 1 of the area.</summary>
    OpenClip,

    /// <summary>A crop of 0.08 to 1 of the area, mirrored or not.</summary>
    CropFlip,

    /// <summary>Crop and mirror, then two operations of RandAugment.</summary>
    RandAugment,

    /// <summary>RandAugment, then SimCLR's colour jitter at half strength.</summary>
    StackedRandAugment,
}
