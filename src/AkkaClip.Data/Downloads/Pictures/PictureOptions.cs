using AkkaClip.Data.Images;

namespace AkkaClip.Data.Downloads.Pictures;

/// <summary>What a picture must be, and what is made of it.</summary>
public sealed record PictureOptions
{
    public PictureResize Resize { get; init; } = PictureResize.KeepRatio;

    /// <summary>Pixels of the side that <see cref="Resize"/> speaks of.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Smaller pictures stay as they are instead of being enlarged.</summary>
    public bool OnlyIfBigger { get; init; }

    /// <summary>Of the JPEG written where a picture is not kept as it came, 1 to 100.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>Pixels that the shorter side needs; 0: any.</summary>
    public int MinSize { get; init; }

    /// <summary>Longer side over shorter side.</summary>
    public double MaxAspectRatio { get; init; } = double.PositiveInfinity;

    /// <summary>Width times height that is decoded at most.</summary>
    public long MaxPixels { get; init; } = ImageDecoder.DefaultMaxPixels;
}
