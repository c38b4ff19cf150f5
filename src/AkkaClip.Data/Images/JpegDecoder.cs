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
    private nint _handle = Open();

    /// <summary>Decodes to RGB; the result is the problem, or null.</summary>
    public unsafe SampleProblem? Decode(ReadOnlySpan<byte> encoded, RgbImage into, long maxPixels)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        fixed (byte* bytes = encoded)
        {
            var length = new CULong((nuint)encoded.Length);
            var header = TurboJpeg.DecompressHeader(_handle, bytes, length, out var width, out var height, out _, out var colors);
            // An odd chroma subsampling is reported as an error here although it decodes: the size is what counts.
            if (width <= 0 || height <= 0)
                return (header == 0 ? null : Failed(encoded)) ?? new SampleProblem(SampleProblemKind.CorruptImage, "JPEG: no picture in it");
            if (ImageProblems.IfOversized(width, height, maxPixels) is { } oversized)
                return oversized;
            into.Reset(width, height);
            var done = colors is TurboJpeg.ColorSpaceCmyk or TurboJpeg.ColorSpaceYcck
                ? DecodeCmyk(bytes, length, into)
                : DecodeRgb(bytes, length, into);
            return done ? null : Failed(encoded);
        }
    }

    public void Dispose()
    {
        if (_handle != 0)
            _ = TurboJpeg.Destroy(_handle);
        _handle = 0;
    }

    private static nint Open() => TurboJpeg.InitDecompress() is var handle and not 0
        ? handle
        : throw new InsufficientMemoryException("libjpeg-turbo made no decoder: out of memory");

    /// <summary>Says what the library did not like, and starts afresh: in some versions an error leaves half a picture behind.</summary>
    private SampleProblem? Failed(ReadOnlySpan<byte> encoded)
    {
        var message = Marshal.PtrToStringUTF8(TurboJpeg.ErrorText(_handle)) ?? "unknown error";
        Dispose();
        _handle = Open();
        return JpegMessages.Judge(message, encoded);
    }

    private unsafe bool DecodeRgb(byte* bytes, CULong length, RgbImage into)
    {
        fixed (byte* pixels = into.Pixels)
            return Decompress(bytes, length, pixels, 3, into, TurboJpeg.PixelFormatRgb);
    }

    private unsafe bool DecodeCmyk(byte* bytes, CULong length, RgbImage into)
    {
        // Four bytes a pixel in a buffer of three: a third more rows.
        _cmyk.Reset(into.Width, checked((into.Height * 4 / 3) + 1));
        bool done;
        fixed (byte* pixels = _cmyk.Pixels)
            done = Decompress(bytes, length, pixels, 4, into, TurboJpeg.PixelFormatCmyk);
        // Converted after a warning, too: the picture is used then.
        CmykColors.ToRgb(_cmyk.Pixels[..(into.Width * into.Height * 4)], into.Pixels);
        return done;
    }

    private unsafe bool Decompress(byte* bytes, CULong length, byte* pixels, int pixelBytes, RgbImage into, int format) =>
        TurboJpeg.Decompress(
            _handle, bytes, length, pixels, into.Width, into.Width * pixelBytes, into.Height, format,
            TurboJpeg.AccurateDct | TurboJpeg.LimitScans) == 0;
}
