namespace AkkaClip.Data.Images;

/// <summary>The conversion from CMYK that Pillow uses; no colour profile is applied.</summary>
internal static class CmykColors
{
    /// <summary>Converts Adobe's inverted CMYK (255 is no ink), as JPEG files hold it, to RGB.</summary>
    /// <param name="inverted">[n, 4].</param>
    /// <param name="rgb">[n, 3].</param>
    public static void ToRgb(ReadOnlySpan<byte> inverted, Span<byte> rgb)
    {
        for (int from = 0, to = 0; from < inverted.Length; from += 4, to += 3)
        {
            int light = inverted[from + 3];
            rgb[to] = Shade(255 - inverted[from], light);
            rgb[to + 1] = Shade(255 - inverted[from + 1], light);
            rgb[to + 2] = Shade(255 - inverted[from + 2], light);
        }
    }

    /// <summary>light - ink * light / 255, the division rounded as Pillow's MULDIV255 does it, clipped below.</summary>
    private static byte Shade(int ink, int light)
    {
        var product = (ink * light) + 128;
        return (byte)Math.Max(0, light - (((product >> 8) + product) >> 8));
    }
}
