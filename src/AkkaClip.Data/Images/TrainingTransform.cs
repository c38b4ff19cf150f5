using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Images;

/// <summary>
/// OpenCLIP's training transform: torchvision's RandomResizedCrop (Szegedy et al. 2015, section 6), then a mirror by option.
/// </summary>
public static class TrainingTransform
{
    private const int Attempts = 10;

    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="size">Edge of the square.</param>
    /// <param name="augmentation">Ranges of the crop's area and ratio.</param>
    /// <param name="random">The sample's own stream; the plan depends on it alone.</param>
    public static ResizePlan Plan(int width, int height, int size, AugmentationSpec augmentation, CounterRandom random)
    {
        var region = Crop(width, height, augmentation, random);
        return new ResizePlan
        {
            Region = region,
            Width = size,
            Height = size,
            Window = new PixelBox(0, 0, size, size),
            Flip = augmentation.HorizontalFlip && random.NextBool(0.5),
        };
    }

    /// <summary>A box of random area and ratio that fits; after ten that do not, the largest one in the middle.</summary>
    internal static PixelBox Crop(int width, int height, AugmentationSpec augmentation, CounterRandom random)
    {
        var area = (double)width * height;
        var (minLog, maxLog) = (Math.Log(augmentation.CropRatio.Min), Math.Log(augmentation.CropRatio.Max));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var target = area * random.NextDouble(augmentation.CropScale.Min, augmentation.CropScale.Max);
            var ratio = Math.Exp(random.NextDouble(minLog, maxLog));
            var cropWidth = (int)Math.Round(Math.Sqrt(target * ratio));
            var cropHeight = (int)Math.Round(Math.Sqrt(target / ratio));
            if (cropWidth > 0 && cropWidth <= width && cropHeight > 0 && cropHeight <= height)
            {
                var y = random.NextInt(height - cropHeight + 1);
                var x = random.NextInt(width - cropWidth + 1);
                return new PixelBox(x, y, cropWidth, cropHeight);
            }
        }
        return Central(width, height, augmentation.CropRatio);
    }

    private static PixelBox Central(int width, int height, (double Min, double Max) ratios)
    {
        var ratio = (double)width / height;
        var (cropWidth, cropHeight) = ratio < ratios.Min
            ? (width, Math.Clamp((int)Math.Round(width / ratios.Min), 1, height))
            : ratio > ratios.Max
                ? (Math.Clamp((int)Math.Round(height * ratios.Max), 1, width), height)
                : (width, height);
        return new PixelBox((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }
}
