namespace AkkaClip.Data.Samples;

/// <summary>Limits of encoded images, held before they are read.</summary>
internal static class EncodedImage
{
    /// <summary>More than any picture within the decoder's pixel limit needs.</summary>
    public const int MaxBytes = 256 << 20;

    public static SampleProblem? ProblemOfSize(long bytes) => bytes <= MaxBytes
        ? null
        : new SampleProblem(SampleProblemKind.OversizedImage, $"{bytes} bytes; the limit is {MaxBytes}");
}
