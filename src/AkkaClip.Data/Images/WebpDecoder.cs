using System.Buffers.Binary;
using AkkaClip.Data.Images.Native;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images;

/// <summary>WebP by libwebp, lossy and lossless; alpha is dropped. Animations are refused.</summary>
internal static class WebpDecoder
{
    private const int FlagsOffset = 20;
    private const int AnimationFlag = 0x02;

    public static unsafe SampleProblem? Decode(ReadOnlySpan<byte> encoded, RgbImage into, long maxPixels)
    {
        var announced = 8L + BinaryPrimitives.ReadUInt32LittleEndian(encoded[4..]);
        if (announced > encoded.Length)
            return new SampleProblem(
                SampleProblemKind.TruncatedImage, $"WebP: {encoded.Length} of the {announced} bytes that the header announces");
        if (encoded.Length > FlagsOffset && encoded[12..].StartsWith("VP8X"u8) && (encoded[FlagsOffset] & AnimationFlag) != 0)
            return new SampleProblem(SampleProblemKind.UnsupportedImage, "WebP: an animation");

        fixed (byte* bytes = encoded)
        {
            var length = (nuint)encoded.Length;
            if (LibWebp.GetInfo(bytes, length, out var width, out var height) == 0)
                return new SampleProblem(SampleProblemKind.CorruptImage, "WebP: the header is corrupt");
            if (ImageProblems.IfOversized(width, height, maxPixels) is { } oversized)
                return oversized;
            into.Reset(width, height);
            fixed (byte* pixels = into.Pixels)
            {
                return LibWebp.DecodeRgbInto(bytes, length, pixels, (nuint)into.Pixels.Length, width * 3) == null
                    ? new SampleProblem(SampleProblemKind.CorruptImage, "WebP: the data is corrupt")
                    : null;
            }
        }
    }
}
