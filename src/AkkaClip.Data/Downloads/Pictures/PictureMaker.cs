using System.Globalization;
using System.Security.Cryptography;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Downloads.Pictures;

/// <summary>
/// Makes a sample's picture of downloaded bytes: judged, resized, and written as JPEG. A JPEG that has its size already is kept
/// byte for byte. One maker a thread.
/// </summary>
public sealed class PictureMaker : IDisposable
{
    /// <summary>Of the files that are made.</summary>
    public const string Extension = "jpg";

    private readonly PictureOptions _options;
    private readonly ImageDecoder _decoder;
    private readonly JpegEncoder _encoder = new();
    private readonly BicubicResizer _resizer = new();
    private readonly PerceptualHash _hash = new();
    private readonly RgbImage _original = new();
    private readonly RgbImage _resized = new();

    public PictureMaker(PictureOptions options)
    {
        _options = options;
        _decoder = new ImageDecoder(options.MaxPixels);
    }

    public PictureOutcome Make(byte[] encoded)
    {
        if (_decoder.Decode(encoded, _original) is { } problem)
            return new PictureOutcome.Failed(ProblemOf(problem.Kind), problem.Message);
        var (width, height) = (_original.Width, _original.Height);
        if (Math.Min(width, height) < _options.MinSize)
            return new PictureOutcome.Failed(DownloadProblem.TooSmall, $"{width} x {height} pixels; the shorter side must have {_options.MinSize}");
        var ratio = (double)Math.Max(width, height) / Math.Min(width, height);
        if (ratio > _options.MaxAspectRatio)
            return new PictureOutcome.Failed(DownloadProblem.BadAspectRatio, string.Create(
                CultureInfo.InvariantCulture, $"{width} x {height} pixels are 1 : {ratio:0.##}; the limit is {_options.MaxAspectRatio:0.##}"));

        var made = Resized();
        var isKept = ReferenceEquals(made, _original) && ImageFormats.Sniff(encoded) == ImageFormat.Jpeg;
        return new PictureOutcome.Made(
            isKept ? encoded : _encoder.Encode(made, _options.Quality), Extension, made.Width, made.Height, width, height,
            Convert.ToHexStringLower(SHA256.HashData(encoded)), _hash.Of(_original));
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _encoder.Dispose();
    }

    private RgbImage Resized()
    {
        var plan = PicturePlan.Of(_original.Width, _original.Height, _options);
        if (plan is not { } needed)
            return _original;
        _resized.Reset(needed.Width, needed.Height);
        if (needed.HasBorder)
            _resized.Pixels.Fill(byte.MaxValue);
        _resizer.Resize(_original, needed.Resize, _resized);
        return _resized;
    }

    private static DownloadProblem ProblemOf(SampleProblemKind kind) => kind switch
    {
        SampleProblemKind.UnsupportedImage => DownloadProblem.NotAnImage,
        SampleProblemKind.OversizedImage => DownloadProblem.OversizedImage,
        _ => DownloadProblem.UndecodableImage,
    };
}
