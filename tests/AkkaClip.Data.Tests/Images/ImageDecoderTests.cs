using System.Buffers.Binary;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Tests.Samples;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Images;

public sealed class ImageDecoderTests : IDisposable
{
    private readonly ImageDecoder _decoder = new();
    private readonly RgbImage _image = new();

    public void Dispose() => _decoder.Dispose();

    [Fact]
    public void Lossless_pixels_come_back_as_they_were()
    {
        var picture = Build.Image(31, 17);
        Assert.Null(_decoder.Decode(Build.Png(31, 17), _image));
        Assert.Equal((31, 17), (_image.Width, _image.Height));
        Assert.Equal(picture.Pixels.ToArray(), _image.Pixels.ToArray());
    }

    [Fact]
    public void Foreign_and_empty_files_are_told_by_their_first_bytes()
    {
        Assert.Equal(SampleProblemKind.TruncatedImage, _decoder.Decode([], _image)!.Kind);
        var problem = _decoder.Decode("GIF89a, or so"u8, _image)!;
        Assert.Equal(SampleProblemKind.UnsupportedImage, problem.Kind);
        Assert.Contains("4749463839612C20", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40_000, 40_000)]
    [InlineData(10_000_000, 1)]
    public void A_claim_of_too_many_pixels_is_refused_before_memory_is_reserved(int width, int height)
    {
        var png = Build.Png(1, 1);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        FixHeaderSum(png);
        Assert.Equal(SampleProblemKind.OversizedImage, _decoder.Decode(png, _image)!.Kind);
        Assert.Equal(0, _image.Width);
    }

    [SkippableFact]
    public void Every_cut_of_every_format_is_a_problem_and_no_more_than_that()
    {
        foreach (var path in Directory.EnumerateFiles(TestData.Require("golden", "preprocess", "images")))
        {
            var whole = File.ReadAllBytes(path);
            for (var length = 0; length < whole.Length * 9 / 10; length += Math.Max(1, whole.Length / 50))
            {
                var problem = _decoder.Decode(whole.AsSpan(0, length), _image);
                Assert.True(problem is not null, $"{path} cut at {length} of {whole.Length} counts as whole");
            }
            Assert.True(_decoder.Decode(whole, _image) is null, $"{path} is not read after its cuts");
        }
    }

    [SkippableFact]
    public void Any_flipped_byte_leaves_the_decoder_in_order()
    {
        foreach (var path in Directory.EnumerateFiles(TestData.Require("golden", "preprocess", "images")))
        {
            var whole = File.ReadAllBytes(path);
            for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 100))
            {
                var broken = whole.ToArray();
                broken[at] ^= 0xFF;
                _ = _decoder.Decode(broken, _image);
            }
            Assert.True(_decoder.Decode(whole, _image) is null, $"{path} is not read after its broken copies");
        }
    }

    /// <summary>CRC-32 of the header chunk's type and content, bit by bit (PNG, annex D).</summary>
    private static void FixHeaderSum(Span<byte> png)
    {
        var crc = uint.MaxValue;
        foreach (var value in png[12..29])
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        BinaryPrimitives.WriteUInt32BigEndian(png[29..], ~crc);
    }
}
