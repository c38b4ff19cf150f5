namespace AkkaClip.Core.Batches;

/// <summary>
/// One contiguous part of one step's global batch, as the loader hands it to a trainer.
/// Shapes: b = <see cref="Count"/>, s = <see cref="ImageSize"/>, L = <see cref="ContextLength"/>.
/// </summary>
public sealed class Batch
{
    /// <summary>The first position of the slice in the endless sample stream.</summary>
    public required long FirstPosition { get; init; }

    /// <summary>Edge of the square images in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Tokens a text, padding included.</summary>
    public required int ContextLength { get; init; }

    /// <summary>RGB images, [b, 3, s, s], 0 to 255, not normalised.</summary>
    public required byte[] Pixels { get; init; }

    /// <summary>Token ids, [b, L], padded with 0 behind the end token.</summary>
    public required int[] Tokens { get; init; }

    /// <summary>The index in the data set of the sample behind every row, [b]; for a replaced row that of the replacement.</summary>
    public required long[] SampleIds { get; init; }

    /// <summary>Rows whose own sample could not be decoded and was replaced.</summary>
    public int NumReplaced { get; init; }

    /// <summary>b.</summary>
    public int Count => SampleIds.Length;
}
