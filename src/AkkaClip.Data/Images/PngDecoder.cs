using System.Runtime.InteropServices;
using AkkaClip.Data.Images.Native;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images;

/// <summary>
/// PNG by libspng: every colour type to RGB, alpha and transparency dropped and not composited, 16-bit samples cut to
/// their upper 8 bits, gamma and profiles ignored.
/// </summary>
internal static class PngDecoder
{
    // Text and profile chunks are of no use here; a file cannot make the decoder keep more than this of them.
    private const int MaxChunkBytes = 64 << 20;

    public static unsafe SampleProblem? Decode(ReadOnlySpan<byte> encoded, RgbImage into, long maxPixels)
    {
        var context = Spng.NewContext(0);
        if (context == 0)
            throw new InsufficientMemoryException("libspng made no decoder: out of memory");
        try
        {
            fixed (byte* bytes = encoded)
            {
                _ = Spng.SetChunkLimits(context, MaxChunkBytes, MaxChunkBytes);
                _ = Spng.SetBuffer(context, bytes, (nuint)encoded.Length);
                if (Spng.GetHeader(context, out var header) is var error && error != 0)
                    return Failure(error);
                if (ImageProblems.IfOversized(header.Width, header.Height, maxPixels) is { } oversized)
                    return oversized;
                into.Reset((int)header.Width, (int)header.Height);
                fixed (byte* pixels = into.Pixels)
                    error = Spng.Decode(context, pixels, (nuint)into.Pixels.Length, Spng.FormatRgb8, 0);
                return error == 0 ? null : Failure(error);
            }
        }
        finally
        {
            Spng.FreeContext(context);
        }
    }

    private static SampleProblem Failure(int error) => new(
        error == Spng.EndOfFile ? SampleProblemKind.TruncatedImage : SampleProblemKind.CorruptImage,
        $"PNG: {Marshal.PtrToStringUTF8(Spng.ErrorText(error)) ?? $"error {error}"}");
}
