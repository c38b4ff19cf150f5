using System.Runtime.InteropServices;
using AkkaClip.Data.Images.Native;

namespace AkkaClip.Data.Images;

/// <summary>Writes JPEG by libjpeg-turbo, chroma at half the resolution. Not for several threads at once.</summary>
public sealed class JpegEncoder : IDisposable
{
    private nint _handle = TurboJpeg.InitCompress() is var handle and not 0
        ? handle
        : throw new InsufficientMemoryException("libjpeg-turbo made no encoder: out of memory");

    private byte[] _buffer = [];

    /// <param name="image">The picture.</param>
    /// <param name="quality">1 to 100.</param>
    public unsafe byte[] Encode(RgbImage image, int quality)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var needed = checked((int)TurboJpeg.MaxBytes(image.Width, image.Height, TurboJpeg.Subsampling420).Value);
        if (_buffer.Length < needed)
            _buffer = GC.AllocateUninitializedArray<byte>(needed);
        fixed (byte* pixels = image.Pixels, encoded = _buffer)
        {
            var at = encoded;
            var length = new CULong((nuint)_buffer.Length);
            if (TurboJpeg.Compress(
                _handle, pixels, image.Width, image.Width * 3, image.Height, TurboJpeg.PixelFormatRgb, &at, &length,
                TurboJpeg.Subsampling420, quality, TurboJpeg.NoReallocation | TurboJpeg.AccurateDct) != 0)
                throw new InvalidOperationException($"libjpeg-turbo could not encode {image.Width} x {image.Height}: {Marshal.PtrToStringUTF8(TurboJpeg.ErrorText(_handle))}");
            return _buffer[..checked((int)length.Value)];
        }
    }

    public void Dispose()
    {
        if (_handle != 0)
            _ = TurboJpeg.Destroy(_handle);
        _handle = 0;
    }
}
