using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Images;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Images;

public sealed class BicubicResizerTests
{
    [Fact]
    public void Vectors_and_scalars_agree_to_the_bit_on_any_plan()
    {
        var random = CounterRandom.For(5, RandomPurpose.GeneratedData);
        var (vectors, scalars) = (new BicubicResizer(), new BicubicResizer(vectors: false));
        for (var trial = 0; trial < 200; trial++)
        {
            var image = Build.Image(1 + random.NextInt(90), 1 + random.NextInt(90), trial);
            var plan = RandomPlan(image, random, out var size);
            var (one, other) = (new byte[3 * size * size], new byte[3 * size * size]);
            vectors.Resize(image, plan, size, one);
            scalars.Resize(image, plan, size, other);
            Assert.True(one.AsSpan().SequenceEqual(other), $"{image.Width} x {image.Height}, {plan}");
        }
    }

    /// <summary>The definition with real numbers: each pass within rounding, half a grey level and what it does to the other.</summary>
    [Theory]
    [InlineData(50, 37, 16)]
    [InlineData(9, 11, 32)]
    public void The_result_is_the_cubic_convolution_with_antialiasing(int width, int height, int size)
    {
        var image = Build.Image(width, height);
        // Middle greys: between the passes nothing is cut off at black or white, which the definition does not know.
        foreach (ref var value in image.Pixels)
            value = (byte)(80 + (value / 3));
        var square = new byte[3 * size * size];
        new BicubicResizer().Resize(image, EvaluationTransform.Plan(width, height, size, ResizeKind.Squash), size, square);
        for (var channel = 0; channel < 3; channel++)
        {
            var exact = Exact(image, size, channel);
            for (var i = 0; i < size * size; i++)
                Assert.InRange(square[(channel * size * size) + i], Math.Clamp(exact[i], 0, 255) - 1.6, Math.Clamp(exact[i], 0, 255) + 1.6);
        }
    }

    [Fact]
    public void A_flip_mirrors_every_row()
    {
        var image = Build.Image(20, 20);
        var plan = EvaluationTransform.Plan(20, 20, 8, ResizeKind.Squash);
        var (plain, flipped) = (new byte[3 * 8 * 8], new byte[3 * 8 * 8]);
        new BicubicResizer().Resize(image, plan, 8, plain);
        new BicubicResizer().Resize(image, plan with { Flip = true }, 8, flipped);
        for (var row = 0; row < 3 * 8; row++)
            Assert.Equal(plain.AsSpan(row * 8, 8).ToArray().Reverse(), flipped.AsSpan(row * 8, 8).ToArray());
    }

    [Fact]
    public void A_plan_that_leaves_the_picture_is_refused()
    {
        var plan = EvaluationTransform.Plan(20, 20, 8, ResizeKind.Squash);
        Assert.Throws<ArgumentException>(() => new BicubicResizer().Resize(Build.Image(10, 20), plan, 8, new byte[3 * 8 * 8]));
        Assert.Throws<ArgumentException>(() => new BicubicResizer().Resize(Build.Image(20, 20), plan with { Left = 1 }, 8, new byte[3 * 8 * 8]));
    }

    private static ResizePlan RandomPlan(RgbImage image, CounterRandom random, out int size)
    {
        var (regionWidth, regionHeight) = (1 + random.NextInt(image.Width), 1 + random.NextInt(image.Height));
        // Every third keeps an edge as it is, so that each pass is left out at times.
        var (width, height) = (random.NextInt(3) == 0 ? regionWidth : 1 + random.NextInt(70), random.NextInt(3) == 0 ? regionHeight : 1 + random.NextInt(70));
        var window = new PixelBox(random.NextInt(width), random.NextInt(height), 0, 0);
        window = window with { Width = 1 + random.NextInt(width - window.X), Height = 1 + random.NextInt(height - window.Y) };
        size = Math.Max(window.Width, window.Height);
        return new ResizePlan
        {
            Region = new PixelBox(random.NextInt(image.Width - regionWidth + 1), random.NextInt(image.Height - regionHeight + 1), regionWidth, regionHeight),
            Width = width,
            Height = height,
            Window = window,
            Left = size - window.Width,
            Top = size - window.Height,
        };
    }

    private static double[] Exact(RgbImage image, int size, int channel)
    {
        var result = new double[size * size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                double sum = 0, weights = 0;
                for (var row = 0; row < image.Height; row++)
                {
                    for (var column = 0; column < image.Width; column++)
                    {
                        var weight = Weight(x, column, image.Width, size) * Weight(y, row, image.Height, size);
                        sum += weight * image.Pixels[(((row * image.Width) + column) * 3) + channel];
                        weights += weight;
                    }
                }
                result[(y * size) + x] = sum / weights;
            }
        }
        return result;
    }

    /// <summary>Keys (1981), equation 4 with a = -1/2, stretched by the factor of shrinking.</summary>
    private static double Weight(int output, int input, int inputs, int outputs)
    {
        var scale = (double)inputs / outputs;
        var x = Math.Abs((input + 0.5 - ((output + 0.5) * scale)) / Math.Max(scale, 1));
        return x < 1 ? (1.5 * x * x * x) - (2.5 * x * x) + 1 : x < 2 ? (-0.5 * x * x * x) + (2.5 * x * x) - (4 * x) + 2 : 0;
    }
}
