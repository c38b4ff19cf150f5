namespace AkkaClip.Data.Images;

/// <summary>
/// How a picture becomes the square that a model sees: <see cref="Region"/> of the picture is resized to
/// <see cref="Width"/> x <see cref="Height"/>, of which <see cref="Window"/> is put into the square at
/// (<see cref="Left"/>, <see cref="Top"/>); what it does not cover is black.
/// </summary>
public readonly record struct ResizePlan
{
    /// <summary>The part of the source that is resized, as if nothing lay around it.</summary>
    public required PixelBox Region { get; init; }

    /// <summary>Pixels that <see cref="Region"/> is resized to.</summary>
    public required int Width { get; init; }

    /// <summary>Rows that <see cref="Region"/> is resized to.</summary>
    public required int Height { get; init; }

    /// <summary>The part of the resized picture that is kept.</summary>
    public required PixelBox Window { get; init; }

    public int Left { get; init; }

    public int Top { get; init; }

    /// <summary>Whether the square is mirrored left to right in the end.</summary>
    public bool Flip { get; init; }
}
