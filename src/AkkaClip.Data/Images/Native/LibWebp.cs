using System.Runtime.InteropServices;

namespace AkkaClip.Data.Images.Native;

/// <summary>The part of libwebp that is used.</summary>
internal static partial class LibWebp
{
    public const string Library = "libwebp.so.7";

    /// <summary>0: no WebP.</summary>
    [LibraryImport(Library, EntryPoint = "WebPGetInfo")]
    public static unsafe partial int GetInfo(byte* encoded, nuint length, out int width, out int height);

    /// <summary>Null: the data is corrupt.</summary>
    [LibraryImport(Library, EntryPoint = "WebPDecodeRGBInto")]
    public static unsafe partial byte* DecodeRgbInto(byte* encoded, nuint length, byte* pixels, nuint size, int stride);
}
