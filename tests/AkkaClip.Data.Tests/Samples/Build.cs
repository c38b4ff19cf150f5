using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Generation;
using AkkaClip.Data.Images;

namespace AkkaClip.Data.Tests.Samples;

/// <summary>Builders of specifications and pictures.</summary>
internal static class Build
{
    public static AugmentationSpec Augmentation { get; } = new()
    {
        CropScale = (0.9, 1.0),
        CropRatio = (3.0 / 4, 4.0 / 3),
        HorizontalFlip = false,
        Mean = [0, 0, 0],
        Std = [1, 1, 1],
    };

    public static DataSpec Spec(DataFormat format, params ImmutableArray<string> paths) => new()
    {
        Format = format,
        Paths = paths,
        SplitField = "split",
        ImageField = "image",
        CaptionFields = [],
        Vocabulary = "",
        Augmentation = Augmentation,
        PrefetchBatches = 2,
        Threads = 2,
        MaxReplacedShare = 0.5,
        ShuffleBlockSamples = 4,
        ShuffleWindowBlocks = 4,
    };

    /// <summary>A picture of random pixels, another one for every seed.</summary>
    public static RgbImage Image(int width, int height, long seed = 1)
    {
        var image = new RgbImage();
        image.Reset(width, height);
        var random = CounterRandom.For(seed, RandomPurpose.GeneratedData);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)random.NextInt(256);
        return image;
    }

    public static byte[] Png(int width, int height, long seed = 1) => PngEncoder.Encode(Image(width, height, seed).Pixels, width, height);
}
