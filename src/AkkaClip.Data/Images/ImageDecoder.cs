using AkkaClip.Data.Images.Native;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Images;

/// <summary>
/// Decodes JPEG, PNG and WebP to 8-bit RGB as <c>Image.open(...).convert("RGB")</c> of Pillow does: orientation tags and
/// profiles ignored, alpha dropped. Bad data is a result and never an exception. One decoder a thread.
/// </summary>
public sealed class ImageDecoder : IDisposable
{
    /// <summary>Pictures that claim more than this are refused before memory is reserved for them.</summary>
    public const long DefaultMaxPixels = 40_000_000;

    private readonly JpegDecoder _jpeg;
    private readonly long _maxPixels;

    /// <param name="maxPixels">Limit of width times height, 1 to 2^29.</param>
    /// <exception cref="DataSourceException">A native image library is not installed.</exception>
    public ImageDecoder(long maxPixels = DefaultMaxPixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPixels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPixels, 1L << 29);
        NativeLibraries.RequireAll();
        _maxPixels = maxPixels;
        _jpeg = new JpegDecoder();
    }

    /// <summary>Decodes into <paramref name="into"/>; its content is undefined when a problem is returned.</summary>
    /// <returns>Why the picture cannot be used; null: it can.</returns>
    public SampleProblem? Decode(ReadOnlySpan<byte> encoded, RgbImage into) => ImageFormats.Sniff(encoded) switch
    {
        ImageFormat.Jpeg => _jpeg.Decode(encoded, into, _maxPixels),
        ImageFormat.Png => PngDecoder.Decode(encoded, into, _maxPixels),
        ImageFormat.WebP => WebpDecoder.Decode(encoded, into, _maxPixels),
        _ when encoded.IsEmpty => new SampleProblem(SampleProblemKind.TruncatedImage, "the image file is empty"),
        _ => new SampleProblem(
            SampleProblemKind.UnsupportedImage,
            $"neither JPEG, PNG nor WebP: it begins with {Convert.ToHexString(encoded[..Math.Min(8, encoded.Length)])}"),
    };

    public void Dispose() => _jpeg.Dispose();
}
