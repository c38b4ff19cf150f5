namespace AkkaClip.Data.Images;

/// <summary>Tells image formats by their signatures.</summary>
public static class ImageFormats
{
    public static ImageFormat Sniff(ReadOnlySpan<byte> encoded)
    {
        if (encoded.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (encoded.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        return encoded.Length >= 12 && encoded.StartsWith("RIFF"u8) && encoded[8..].StartsWith("WEBP"u8)
            ? ImageFormat.WebP
            : ImageFormat.Unknown;
    }
}
