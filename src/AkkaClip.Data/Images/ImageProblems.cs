using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images;

internal static class ImageProblems
{
    public static SampleProblem Oversized(long width, long height, long maxPixels) => new(
        SampleProblemKind.OversizedImage, $"{width} x {height} pixels are more than the limit of {maxPixels}");
}
