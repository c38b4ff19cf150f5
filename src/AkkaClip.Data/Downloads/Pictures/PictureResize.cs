namespace AkkaClip.Data.Downloads.Pictures;

/// <summary>How a downloaded picture gets its size; img2dataset's modes.</summary>
public enum PictureResize
{
    /// <summary>As it is.</summary>
    No,

    /// <summary>The longer side is the size, the rest of the square is white.</summary>
    Border,

    /// <summary>The shorter side is the size.</summary>
    KeepRatio,

    /// <summary>The longer side is the size.</summary>
    KeepRatioLargest,

    /// <summary>The shorter side is the size, and the middle of the longer one is kept.</summary>
    CenterCrop,
}
