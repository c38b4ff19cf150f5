namespace AkkaClip.Data.Images;

/// <summary>A rectangle of pixels.</summary>
public readonly record struct PixelBox(int X, int Y, int Width, int Height)
{
    /// <summary>Whether it has pixels and all of them lie in a picture of the given size.</summary>
    public bool FitsInto(int width, int height) =>
        X >= 0 && Y >= 0 && Width > 0 && Height > 0 && Width <= width - X && Height <= height - Y;
}
