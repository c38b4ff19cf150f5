using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Augmentation;

namespace AkkaClip.Data.Tests.Augmentation;

/// <summary>Expected values are what Pillow 9.4 makes of the same 4 x 4 picture: value(channel, y, x) = (37 channel + 53 y + 29 x) mod 256.</summary>
public sealed class AugmentationTests
{
    private const int Size = 4;

    private static byte[] Picture => [.. from c in Enumerable.Range(0, 3) from y in Enumerable.Range(0, Size) from x in Enumerable.Range(0, Size) select (byte)((37 * c) + (53 * y) + (29 * x))];

    [Theory]
    [MemberData(nameof(PillowValues))]
    public void Operations_are_pillows_to_the_bit(string operation, int[] red)
    {
        var pixels = Picture;
        var planes = new Planes(pixels, Size);
        var scratch = new byte[Size * Size];
        switch (operation)
        {
            case "brightness 1.5":
                ColorOperations.Brightness(planes, 1.5);
                break;
            case "contrast 0.5":
                ColorOperations.Contrast(planes, 0.5);
                break;
            case "saturation 1.7":
                ColorOperations.Saturation(planes, 1.7);
                break;
            case "sharpness 0.3":
                ColorOperations.Sharpness(planes, 0.3, scratch);
                break;
            case "posterize 3":
                ColorOperations.Posterize(planes, 3);
                break;
            case "solarize 100":
                ColorOperations.Solarize(planes, 100);
                break;
            case "autocontrast":
                ColorOperations.AutoContrast(planes);
                break;
            case "rotate 30":
                ShapeOperations.Rotate(planes, 30, scratch);
                break;
            case "rotate 90":
                ShapeOperations.Rotate(planes, 90, scratch);
                break;
            case "shear-x 0.3":
                ShapeOperations.ShearX(planes, 0.3, scratch);
                break;
            case "translate 1 -2":
                ShapeOperations.Translate(planes, 1, -2, scratch);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation, null);
        }
        Assert.Equal(red, pixels[..(Size * Size)].Select(value => (int)value));
    }

    public static TheoryData<string, int[]> PillowValues => new()
    {
        { "brightness 1.5", [0, 43, 87, 130, 79, 123, 166, 210, 159, 202, 246, 255, 238, 255, 255, 255] },
        { "contrast 0.5", [68, 82, 97, 111, 94, 109, 123, 138, 121, 135, 150, 164, 147, 162, 176, 191] },
        { "saturation 1.7", [0, 8, 37, 66, 32, 61, 90, 119, 85, 114, 143, 192, 138, 187, 216, 255] },
        { "sharpness 0.3", [0, 29, 58, 87, 53, 82, 111, 140, 106, 135, 164, 193, 159, 188, 217, 246] },
        { "posterize 3", [0, 0, 32, 64, 32, 64, 96, 128, 96, 128, 160, 192, 128, 160, 192, 224] },
        { "solarize 100", [0, 29, 58, 87, 53, 82, 144, 115, 149, 120, 91, 62, 96, 67, 38, 9] },
        { "autocontrast", [0, 30, 60, 90, 54, 85, 115, 145, 109, 139, 170, 200, 164, 194, 224, 255] },
        { "rotate 30", [0, 58, 87, 0, 0, 82, 111, 193, 53, 135, 164, 246, 0, 159, 188, 0] },
        { "rotate 90", [87, 140, 193, 246, 58, 111, 164, 217, 29, 82, 135, 188, 0, 53, 106, 159] },
        { "shear-x 0.3", [0, 29, 58, 87, 53, 82, 111, 140, 135, 164, 193, 0, 188, 217, 246, 0] },
        { "translate 1 -2", [0, 106, 135, 164, 0, 159, 188, 217, 0, 0, 0, 0, 0, 0, 0, 0] },
    };

    [Fact]
    public void Equalizing_makes_values_equally_frequent()
    {
        // 512 pixels a channel: values 0 to 3, of which 0 is the commonest, are spread over the whole range in their order.
        const int Edge = 32;
        var pixels = Enumerable.Range(0, 3 * Edge * Edge).Select(i => (byte)Math.Max(0, (i % 7) - 3)).ToArray();
        var before = pixels.ToArray();
        ColorOperations.Equalize(new Planes(pixels, Edge));
        var map = before.Zip(pixels).Distinct().Order().ToList();
        Assert.Equal(4, map.Count);
        Assert.True(map.Zip(map.Skip(1)).All(pair => pair.First.Second < pair.Second.Second), "the order of values stays");
        Assert.InRange(map[^1].Second, 200, 255);
    }

    [Fact]
    public void A_whole_turn_of_hues_changes_nothing_and_a_third_changes_red_into_green()
    {
        var pixels = Picture;
        ColorOperations.Hue(new Planes(pixels, Size), 1);
        Assert.All(pixels.Zip(Picture), pair => Assert.InRange(pair.First - pair.Second, -1, 1));

        byte[] red = [200, 10, 30];
        ColorOperations.Hue(new Planes(red, 1), 1 / 3.0);
        Assert.Equal<byte>([30, 200, 10], red);
    }

    [Fact]
    public void Grey_has_no_hue() => Assert.Equal([77, 77, 77], Hued([77, 77, 77], 0.3).Select(value => (int)value));

    [Theory]
    [InlineData(AugmentationPolicy.OpenClip, false)]
    [InlineData(AugmentationPolicy.CropFlip, false)]
    [InlineData(AugmentationPolicy.RandAugment, true)]
    [InlineData(AugmentationPolicy.StackedRandAugment, true)]
    public void A_policy_depends_on_the_samples_stream_alone(AugmentationPolicy policy, bool changes)
    {
        const int Edge = 16;
        var numChanged = 0;
        var augmenter = new Augmenter(policy, Edge);
        for (var sample = 0; sample < 50; sample++)
        {
            var original = Samples.Build.Image(Edge, 3 * Edge, sample).Pixels[..(3 * Edge * Edge)].ToArray();
            var (first, second) = (original.ToArray(), original.ToArray());
            augmenter.Apply(first, CounterRandom.ForSample(1, RandomPurpose.Augmentation, 0, sample));
            new Augmenter(policy, Edge).Apply(second, CounterRandom.ForSample(1, RandomPurpose.Augmentation, 0, sample));
            Assert.Equal(first, second);
            numChanged += first.AsSpan().SequenceEqual(original) ? 0 : 1;
        }
        Assert.Equal(changes, numChanged > 0);
        Assert.True(!changes || numChanged >= 40, $"{numChanged} of 50 changed");
    }

    private static byte[] Hued(byte[] pixel, double turn)
    {
        ColorOperations.Hue(new Planes(pixel, 1), turn);
        return pixel;
    }
}
