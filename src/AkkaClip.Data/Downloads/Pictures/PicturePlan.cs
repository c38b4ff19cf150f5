using AkkaClip.Data.Images;

namespace AkkaClip.Data.Downloads.Pictures;

/// <summary>The size that a picture gets.</summary>
/// <param name="Width">Of the result.</param>
/// <param name="Height">Of the result.</param>
/// <param name="Resize">What is put where in it.</param>
internal readonly record struct PicturePlan(int Width, int Height, ResizePlan Resize)
{
    /// <summary>Whether the picture does not cover the result.</summary>
    public bool HasBorder => Resize.Window.Width < Width || Resize.Window.Height < Height;

    /// <returns>Null: the picture stays as it is.</returns>
    public static PicturePlan? Of(int width, int height, PictureOptions options)
    {
        var size = options.Size;
        var side = options.Resize is PictureResize.Border or PictureResize.KeepRatioLargest ? Math.Max(width, height) : Math.Min(width, height);
        if (options.Resize == PictureResize.No || (options.OnlyIfBigger && side <= size))
            return null;
        var scale = (double)size / side;
        var (newWidth, newHeight) = (Scaled(width, scale), Scaled(height, scale));
        var isSquare = options.Resize is PictureResize.Border or PictureResize.CenterCrop;
        var (outWidth, outHeight) = isSquare ? (size, size) : (newWidth, newHeight);
        if ((outWidth, outHeight) == (width, height))
            return null;
        var (keptWidth, keptHeight) = (Math.Min(newWidth, outWidth), Math.Min(newHeight, outHeight));
        return new PicturePlan(outWidth, outHeight, new ResizePlan
        {
            Region = new PixelBox(0, 0, width, height),
            Width = newWidth,
            Height = newHeight,
            Window = new PixelBox((newWidth - keptWidth) / 2, (newHeight - keptHeight) / 2, keptWidth, keptHeight),
            Left = (outWidth - keptWidth) / 2,
            Top = (outHeight - keptHeight) / 2,
        });
    }

    private static int Scaled(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale));
}
