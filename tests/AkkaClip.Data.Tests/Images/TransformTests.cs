using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Images;
using AkkaClip.Data.Tests.Samples;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Images;

public sealed class TransformTests
{
    [Theory]
    [InlineData(640, 427, 224, 335, 224, 56, 0)] // 224 * 640 / 427 = 335.7, truncated; (335 - 224) / 2 = 55.5, to even
    [InlineData(427, 640, 224, 224, 335, 0, 56)]
    [InlineData(100, 100, 64, 64, 64, 0, 0)]
    [InlineData(30, 20, 40, 60, 40, 10, 0)]
    public void The_shortest_side_is_resized_and_the_middle_cut_out(int width, int height, int size, int newWidth, int newHeight, int left, int top)
    {
        var plan = EvaluationTransform.Plan(width, height, size, ResizeKind.Shortest);
        Assert.Equal(new PixelBox(0, 0, width, height), plan.Region);
        Assert.Equal((newWidth, newHeight), (plan.Width, plan.Height));
        Assert.Equal(new PixelBox(left, top, size, size), plan.Window);
    }

    [Fact]
    public void The_longest_side_fills_the_square_and_the_rest_is_black()
    {
        var image = Build.Image(40, 20);
        image.Pixels.Fill(200);
        var plan = EvaluationTransform.Plan(40, 20, 16, ResizeKind.Longest);
        var square = new byte[3 * 16 * 16];
        square.AsSpan().Fill(77);
        new BicubicResizer().Resize(image, plan, 16, square);
        for (var i = 0; i < square.Length; i++)
            Assert.Equal(i / 16 % 16 is >= 4 and < 12 ? 200 : 0, square[i]);
    }

    [Fact]
    public void A_random_crop_keeps_to_the_ranges_of_area_and_ratio()
    {
        var augmentation = RunSpecs.Data.Augmentation with { CropScale = (0.2, 0.6) };
        for (var sample = 0; sample < 1000; sample++)
        {
            var box = Crop(400, 300, augmentation, sample);
            Assert.True(box.FitsInto(400, 300));
            Assert.InRange(box.Width * box.Height / (400.0 * 300), 0.19, 0.61);
            Assert.InRange((double)box.Width / box.Height, 0.74, 1.35);
        }
    }

    [Fact]
    public void Crops_lie_everywhere_in_the_picture()
    {
        var augmentation = RunSpecs.Data.Augmentation with { CropScale = (0.25, 0.25), CropRatio = (1, 1) };
        // A quarter of 100 x 100 is 50 x 50: its corner is uniform over 0 to 50, mean 25, variance 216.7.
        var boxes = Enumerable.Range(0, 4000).Select(sample => Crop(100, 100, augmentation, sample)).ToList();
        Assert.All(boxes, box => Assert.Equal((50, 50), (box.Width, box.Height)));
        Assert.InRange(boxes.Average(box => box.X), 25 - 1.2, 25 + 1.2);
        Assert.InRange(boxes.Average(box => box.Y), 25 - 1.2, 25 + 1.2);
        Assert.Equal((0, 50), (boxes.Min(box => box.X), boxes.Max(box => box.X)));
    }

    [Theory]
    [InlineData(1000, 10, 493, 0, 13, 10)] // too wide: the height is kept, 10 * 4/3 rounded
    [InlineData(10, 1000, 0, 493, 10, 13)]
    public void A_picture_that_no_crop_fits_gives_its_middle(int width, int height, int x, int y, int cropWidth, int cropHeight)
    {
        var box = Crop(width, height, RunSpecs.Data.Augmentation, 1);
        Assert.Equal(new PixelBox(x, y, cropWidth, cropHeight), box);
    }

    [Fact]
    public void The_same_sample_gets_the_same_crop_in_the_same_epoch_only()
    {
        Assert.Equal(Crop(400, 300, RunSpecs.Data.Augmentation, 7), Crop(400, 300, RunSpecs.Data.Augmentation, 7));
        Assert.NotEqual(Crop(400, 300, RunSpecs.Data.Augmentation, 7), Crop(400, 300, RunSpecs.Data.Augmentation, 7, epoch: 1));
    }

    private static PixelBox Crop(int width, int height, AugmentationSpec augmentation, long sample, long epoch = 0) =>
        TrainingTransform.Plan(width, height, 8, augmentation, CounterRandom.ForSample(3, RandomPurpose.Augmentation, epoch, sample)).Region;
}
