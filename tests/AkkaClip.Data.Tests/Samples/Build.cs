using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Generation;
using AkkaClip.Data.Images;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Samples;

/// <summary>Builders of specifications and pictures.</summary>
internal static class Build
{
    public static DataSpec Spec(DataFormat format, params ImmutableArray<string> paths) => RunSpecs.Data with
    {
        Format = format,
        Paths = paths,
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
