using AkkaClip.Data.Downloads;
using AkkaClip.Data.Downloads.Pictures;
using AkkaClip.Data.Images;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Downloads;

public sealed class PictureMakerTests
{
    [Theory]
    [InlineData(PictureResize.No, 100, 60, 100, 60)]
    [InlineData(PictureResize.Border, 100, 60, 32, 32)]
    [InlineData(PictureResize.KeepRatio, 100, 60, 53, 32)]
    [InlineData(PictureResize.KeepRatioLargest, 100, 60, 32, 19)]
    [InlineData(PictureResize.CenterCrop, 60, 100, 32, 32)]
    [InlineData(PictureResize.KeepRatio, 16, 8, 64, 32)]
    public void A_picture_gets_the_size_of_its_mode(PictureResize resize, int width, int height, int expectedWidth, int expectedHeight)
    {
        var made = Made(Build.Png(width, height), new PictureOptions { Resize = resize, Size = 32 });
        Assert.Equal((expectedWidth, expectedHeight), (made.Width, made.Height));
        Assert.Equal((width, height), (made.OriginalWidth, made.OriginalHeight));
        var decoded = Decode(made.Bytes);
        Assert.Equal((expectedWidth, expectedHeight), (decoded.Width, decoded.Height));
    }

    [Fact]
    public void Small_pictures_are_not_enlarged_where_only_bigger_ones_are_resized()
    {
        var made = Made(Build.Png(16, 8), new PictureOptions { Size = 32, OnlyIfBigger = true });
        Assert.Equal((16, 8), (made.Width, made.Height));
    }

    [Fact]
    public void The_border_is_white_and_the_picture_in_the_middle()
    {
        var black = new RgbImage();
        black.Reset(64, 32);
        black.Pixels.Clear();
        using var encoder = new JpegEncoder();
        var image = Decode(Made(encoder.Encode(black, 95), new PictureOptions { Resize = PictureResize.Border, Size = 64 }).Bytes);
        Assert.True(image.Pixels[0] > 250 && image.Pixels[^1] > 250, "above and below it is white");
        Assert.True(image.Pixels[((32 * 64) + 32) * 3] < 5, "the middle is the picture");
    }

    [Fact]
    public void A_jpeg_that_has_its_size_is_kept_to_the_byte()
    {
        using var encoder = new JpegEncoder();
        var jpeg = encoder.Encode(Build.Image(40, 32), 80);
        Assert.Equal(jpeg, Made(jpeg, new PictureOptions { Resize = PictureResize.KeepRatio, Size = 32 }).Bytes);
    }

    [Fact]
    public void A_good_jpeg_differs_little_from_its_picture()
    {
        var original = Smooth(64, 48);
        using var encoder = new JpegEncoder();
        var decoded = Decode(encoder.Encode(original, 95));
        for (var i = 0; i < original.Pixels.Length; i++)
            Assert.InRange(Math.Abs(original.Pixels[i] - decoded.Pixels[i]), 0, 8);
    }

    [Theory]
    [InlineData(20, 50, 30, 10.0, DownloadProblem.TooSmall)]
    [InlineData(200, 20, 0, 4.0, DownloadProblem.BadAspectRatio)]
    public void Pictures_of_the_wrong_shape_are_refused(int width, int height, int minSize, double maxRatio, DownloadProblem expected) =>
        Assert.Equal(expected, Failed(Build.Png(width, height), new PictureOptions { MinSize = minSize, MaxAspectRatio = maxRatio }).Problem);

    [Fact]
    public void Bytes_that_are_no_picture_are_told_apart()
    {
        Assert.Equal(DownloadProblem.NotAnImage, Failed("<html>"u8.ToArray()).Problem);
        Assert.Equal(DownloadProblem.UndecodableImage, Failed([]).Problem);
        Assert.Equal(DownloadProblem.UndecodableImage, Failed(Build.Png(30, 30)[..200]).Problem);
        Assert.Equal(DownloadProblem.OversizedImage, Failed(Build.Png(30, 30), new PictureOptions { MaxPixels = 100 }).Problem);
    }

    [Fact]
    public void The_perceptual_hash_survives_scaling_and_compression_and_tells_pictures_apart()
    {
        var hash = new PerceptualHash();
        var original = Blurred(200, 160, 1);
        using var encoder = new JpegEncoder();
        var smaller = Decode(Made(encoder.Encode(original, 60), new PictureOptions { Size = 64, Quality = 40 }).Bytes);
        Assert.InRange(PerceptualHash.Distance(hash.Of(original), hash.Of(smaller)), 0, 6);
        Assert.InRange(PerceptualHash.Distance(hash.Of(original), hash.Of(Blurred(200, 160, 2))), 12, 64);
    }

    /// <summary>Random patches of light and shade, as photographs have them.</summary>
    private static RgbImage Blurred(int width, int height, long seed)
    {
        var image = new RgbImage();
        image.Reset(width, height);
        new BicubicResizer().Resize(
            Build.Image(8, 8, seed),
            new ResizePlan { Region = new PixelBox(0, 0, 8, 8), Width = width, Height = height, Window = new PixelBox(0, 0, width, height) },
            image);
        return image;
    }

    private static RgbImage Smooth(int width, int height)
    {
        var image = new RgbImage();
        image.Reset(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                image.Pixels.Slice(((y * width) + x) * 3, 3).Fill((byte)(128 + (60 * Math.Sin(7.0 * x / width)) + (60 * Math.Cos(5.0 * y * x / height / width))));
        }
        return image;
    }

    private static PictureOutcome.Made Made(byte[] encoded, PictureOptions options)
    {
        using var maker = new PictureMaker(options);
        return Assert.IsType<PictureOutcome.Made>(maker.Make(encoded));
    }

    private static PictureOutcome.Failed Failed(byte[] encoded, PictureOptions? options = null)
    {
        using var maker = new PictureMaker(options ?? new PictureOptions());
        return Assert.IsType<PictureOutcome.Failed>(maker.Make(encoded));
    }

    private static RgbImage Decode(byte[] encoded)
    {
        using var decoder = new ImageDecoder();
        var image = new RgbImage();
        Assert.Null(decoder.Decode(encoded, image));
        return image;
    }
}
