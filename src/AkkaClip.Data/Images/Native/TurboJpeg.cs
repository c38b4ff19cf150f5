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
