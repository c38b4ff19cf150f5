using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images;

/// <summary>Reads libjpeg's messages: which are warnings, and what the others mean.</summary>
/// <remarks>
/// TurboJPEG's own error code calls an error a warning when a warning came before it, so the text has to tell. The texts
/// are those of libjpeg's jerror.h, unchanged for decades; an unknown one counts as an error.
/// </remarks>
internal static class JpegMessages
{
    private const string EndOfFile = "Premature end of JPEG file";
    private const string EndOfSegment = "Corrupt JPEG data: premature end of data segment";

    private static readonly string[] s_warnings =
    [
        "Corrupt JPEG data",
        "Inconsistent progression sequence",
        "Invalid SOS parameters for sequential JPEG",
        "Unknown Adobe color transform",
        "Warning:",
    ];

    /// <summary>A warning is no problem, as in Pillow and every browser, except that of missing data.</summary>
    public static SampleProblem? Judge(string message, ReadOnlySpan<byte> encoded)
    {
        if (message.StartsWith(EndOfFile, StringComparison.Ordinal)
            || (message.StartsWith(EndOfSegment, StringComparison.Ordinal) && !HasEnd(encoded)))
            return new SampleProblem(SampleProblemKind.TruncatedImage, $"JPEG: {EndOfFile}");
        if (s_warnings.Any(warning => message.StartsWith(warning, StringComparison.Ordinal)))
            return null;
        var unsupported = message.Contains("Unsupported", StringComparison.OrdinalIgnoreCase);
        return new SampleProblem(
            unsupported ? SampleProblemKind.UnsupportedImage : SampleProblemKind.CorruptImage, $"JPEG: {message}");
    }

    /// <summary>Whether an end marker follows the last scan's start; a thumbnail's own end lies before it.</summary>
    private static bool HasEnd(ReadOnlySpan<byte> encoded) =>
        encoded.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) > encoded.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
}
