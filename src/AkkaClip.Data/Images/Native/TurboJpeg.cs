using System.Runtime.InteropServices;

namespace AkkaClip.Data.Images.Native;

/// <summary>The part of libjpeg-turbo's TurboJPEG 2 interface that is used; version 3 keeps it.</summary>
/// <remarks>The library catches its own longjmp errors: none crosses into managed code.</remarks>
internal static partial class TurboJpeg
{
    public const string Library = "libturbojpeg.so.0";

    public const int PixelFormatRgb = 0;
    public const int PixelFormatCmyk = 11;

    public const int ColorSpaceCmyk = 3;
    public const int ColorSpaceYcck = 4;

    /// <summary>The exact integer DCT (islow), whatever the library's default.</summary>
    public const int AccurateDct = 4096;

    /// <summary>Progressive files of thousands of scans, which only an attacker writes, are an error.</summary>
    public const int LimitScans = 32768;

    /// <summary>Chroma at half the resolution each way.</summary>
    public const int Subsampling420 = 2;

    /// <summary>The output buffer is the caller's and large enough.</summary>
    public const int NoReallocation = 1024;

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    public static partial CULong MaxBytes(int width, int height, int subsampling);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    public static unsafe partial int Compress(
        nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat, byte** encoded, CULong* length, int subsampling, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static unsafe partial int DecompressHeader(
        nint handle, byte* encoded, CULong length, out int width, out int height, out int subsampling, out int colorSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static unsafe partial int Decompress(
        nint handle, byte* encoded, CULong length, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial nint ErrorText(nint handle);
}
