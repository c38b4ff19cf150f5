using System.Runtime.InteropServices;

namespace AkkaClip.Data.Images.Native;

/// <summary>The part of libspng that is used.</summary>
/// <remarks>
/// libspng and not libpng: libpng reports errors by longjmp over its caller's frames, which managed code must not be, and its
/// simplified interface, which does not, applies gamma and rounds 16-bit samples where Pillow cuts them.
/// </remarks>
internal static partial class Spng
{
    public const string Library = "libspng.so.0";

    public const int FormatRgb8 = 4;
    public const int EndOfFile = -1;
    public const int CrcDiscard = 1;
    public const int CrcUse = 2;

    [LibraryImport(Library, EntryPoint = "spng_ctx_new")]
    public static partial nint NewContext(int flags);

    [LibraryImport(Library, EntryPoint = "spng_ctx_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "spng_set_png_buffer")]
    public static unsafe partial int SetBuffer(nint context, byte* encoded, nuint length);

    [LibraryImport(Library, EntryPoint = "spng_set_chunk_limits")]
    public static partial int SetChunkLimits(nint context, nuint chunkBytes, nuint allBytes);

    [LibraryImport(Library, EntryPoint = "spng_set_crc_action")]
    public static partial int SetCrcAction(nint context, int critical, int ancillary);

    [LibraryImport(Library, EntryPoint = "spng_get_ihdr")]
    public static partial int GetHeader(nint context, out Header header);

    [LibraryImport(Library, EntryPoint = "spng_decode_image")]
    public static unsafe partial int Decode(nint context, byte* pixels, nuint length, int format, int flags);

    [LibraryImport(Library, EntryPoint = "spng_strerror")]
    public static partial nint ErrorText(int error);

    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        public uint Width;
        public uint Height;
        public byte BitDepth;
        public byte ColorType;
        public byte CompressionMethod;
        public byte FilterMethod;
        public byte InterlaceMethod;
    }
}
