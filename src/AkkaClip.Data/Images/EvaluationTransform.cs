using AkkaClip.Core.Runs;

namespace AkkaClip.Data.Images;

/// <summary>OpenCLIP's evaluation transforms, with torchvision's rounding.</summary>
public static class EvaluationTransform
{
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="size">Edge of the square.</param>
    /// <param name="kind">How a picture that is no square becomes one.</param>
    public static ResizePlan Plan(int width, int height, int size, ResizeKind kind) => kind switch
    {
        ResizeKind.Shortest => Shortest(width, height, size),
        ResizeKind.Longest => Longest(width, height, size),
        ResizeKind.Squash => new ResizePlan
        {
            Region = new PixelBox(0, 0, width, height), Width = size, Height = size, Window = new PixelBox(0, 0, size, size),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such resize"),
    };

    private static ResizePlan Shortest(int width, int height, int size)
    {
        // torchvision truncates the long side.
        var (newWidth, newHeight) = width <= height
            ? (size, (int)((long)size * height / width))
            : ((int)((long)size * width / height), size);
        return new ResizePlan
        {
            Region = new PixelBox(0, 0, width, height),
            Width = newWidth,
            Height = newHeight,
            Window = new PixelBox(Middle(newWidth - size), Middle(newHeight - size), size, size),
        };
    }

    private static ResizePlan Longest(int width, int height, int size)
    {
        var ratio = Math.Max((double)height / size, (double)width / size);
        var newWidth = Math.Clamp((int)Math.Round(width / ratio), 1, size);
        var newHeight = Math.Clamp((int)Math.Round(height / ratio), 1, size);
        return new ResizePlan
        {
            Region = new PixelBox(0, 0, width, height),
            Width = newWidth,
            Height = newHeight,
            Window = new PixelBox(0, 0, newWidth, newHeight),
            Left = (size - newWidth) / 2,
            Top = (size - newHeight) / 2,
        };
    }

    /// <summary>Python's round(excess / 2): a half goes to the even side, as in .NET.</summary>
    private static int Middle(int excess) => (int)Math.Round(excess / 2.0);
}
