using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images;

internal static class ImageProblems
{
    /// <summary>JPEG's own limit; a PNG of one row and millions of columns is no picture.</summary>
    private const long MaxEdge = 65_535;

    /// <summary>The problem of a picture that claims too many pixels; null: it does not.</summary>
    public static SampleProblem? IfOversized(long width, long height, long maxPixels) =>
        width <= MaxEdge && height <= MaxEdge && width * height <= maxPixels
            ? null
            : new SampleProblem(
                SampleProblemKind.OversizedImage,
                $"{width} x {height} pixels; the limits are {maxPixels} pixels and {MaxEdge} an edge");
}
