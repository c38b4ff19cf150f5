using System.Runtime.InteropServices;
using AkkaClip.Data.Images.Native;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images;

/// <summary>
/// JPEG by libjpeg-turbo with the exact integer DCT and smooth chroma upsampling, which is what Pillow uses, so that pixels
/// are equal to the bit. Not for several threads at once.
/// </summary>
internal sealed class JpegDecoder : IDisposable
{
    private readonly RgbImage _cmyk = new();
    private nint _handle = TurboJpeg.InitDecompress();

    public JpegDecoder()
    {
        if (_handle == 0)
            throw new InsufficientMemoryException("libjpeg-turbo made no decoder: out of memory");
    }

    /// <summary>Decodes to RGB; the result is the problem, or null.</summary>
    public unsafe SampleProblem? Decode(ReadOnlySpan<byte> encoded, RgbImage into, long maxPixels)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        fixed (byte* bytes = encoded)
        {
            var length = new CULong((nuint)encoded.Length);
            var header = TurboJpeg.DecompressHeader(_handle, bytes, length, out var width, out var height, out _, out var colors);
            // An odd chroma subsampling is reported as an error here although it decodes: the size is what counts.
            if (header != 0 && (width <= 0 || height <= 0))
                return Failure();
            if ((long)width * height > maxPixels)
                return ImageProblems.Oversized(width, height, maxPixels);
            return colors is TurboJpeg.ColorSpaceCmyk or TurboJpeg.ColorSpaceYcck
                ? DecodeCmyk(bytes, length, width, height, into)
                : DecodeRgb(bytes, length, width, height, into);
        }
    }

    public void Dispose()
    {
        if (_handle != 0)
            _ = TurboJpeg.Destroy(_handle);
        _handle = 0;
    }

    private unsafe SampleProblem? DecodeRgb(byte* bytes, CULong length, int width, int height, RgbImage into)
    {
        into.Reset(width, height);
        fixed (byte* pixels = into.Pixels)
            return Decompress(bytes, length, pixels, width, 3, height, TurboJpeg.PixelFormatRgb);
    }

    private unsafe SampleProblem? DecodeCmyk(byte* bytes, CULong length, int width, int height, RgbImage into)
    {
        // Four bytes a pixel in a buffer of three: as many rows more as it takes.
        _cmyk.Reset(width, checked((height * 4 / 3) + 1));
        into.Reset(width, height);
        SampleProblem? problem;
        fixed (byte* pixels = _cmyk.Pixels)
            problem = Decompress(bytes, length, pixels, width, 4, height, TurboJpeg.PixelFormatCmyk);
        if (problem is null)
            CmykColors.ToRgb(_cmyk.Pixels[..(width * height * 4)], into.Pixels);
        return problem;
    }

    private unsafe SampleProblem? Decompress(
        byte* bytes, CULong length, byte* pixels, int width, int pixelBytes, int height, int format)
    {
        const int Flags = TurboJpeg.AccurateDct | TurboJpeg.LimitScans;
        return TurboJpeg.Decompress(_handle, bytes, length, pixels, width, width * pixelBytes, height, format, Flags) == 0
            ? null
            : Failure();
    }

    /// <summary>A warning is no failure, as in Pillow and every browser, except that of missing data.</summary>
    private SampleProblem? Failure()
    {
        var text = Marshal.PtrToStringUTF8(TurboJpeg.ErrorText(_handle)) ?? "unknown error";
        if (text.Contains("Premature end", StringComparison.Ordinal))
            return new SampleProblem(SampleProblemKind.TruncatedImage, $"JPEG: {text}");
        if (TurboJpeg.ErrorCode(_handle) == TurboJpeg.ErrorIsWarning)
            return null;
        var unsupported = text.Contains("Unsupported", StringComparison.OrdinalIgnoreCase);
        return new SampleProblem(
            unsupported ? SampleProblemKind.UnsupportedImage : SampleProblemKind.CorruptImage, $"JPEG: {text}");
    }
}
