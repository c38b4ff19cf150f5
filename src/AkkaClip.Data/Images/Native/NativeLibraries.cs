using System.Runtime.InteropServices;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images.Native;

/// <summary>Looks for the image libraries before the first call, so that a missing one is named with its package.</summary>
internal static class NativeLibraries
{
    private static readonly (string Library, string Package)[] s_needed =
    [
        (TurboJpeg.Library, "libturbojpeg0"),
        (Spng.Library, "libspng0"),
        (LibWebp.Library, "libwebp7"),
    ];

    /// <exception cref="DataSourceException">A library is not installed.</exception>
    public static void RequireAll()
    {
        foreach (var (library, package) in s_needed)
        {
            if (!NativeLibrary.TryLoad(library, typeof(NativeLibraries).Assembly, null, out _))
                throw new DataSourceException(
                    library, "the image library is not installed", $"run ops/setup, or apt-get install {package} (Debian's name)");
        }
    }
}
