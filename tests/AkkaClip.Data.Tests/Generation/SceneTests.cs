using System.Buffers.Binary;
using System.IO.Compression;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Generation;

namespace AkkaClip.Data.Tests.Generation;

public sealed class SceneTests
{
    private const int ImageSize = 64;

    [Fact]
    public void Shapes_lie_within_the_picture_and_apart()
    {
        foreach (var scene in Draw(500))
        {
            foreach (var shape in scene.Shapes)
            {
                Assert.InRange(shape.X, shape.Radius, 1 - shape.Radius);
                Assert.InRange(shape.Y, shape.Radius, 1 - shape.Radius);
            }

            var pairs = from a in scene.Shapes from b in scene.Shapes where a != b select (a, b);
            Assert.All(pairs, pair => Assert.True(double.Hypot(pair.a.X - pair.b.X, pair.a.Y - pair.b.Y) > pair.a.Radius + pair.b.Radius));
        }
    }

    [Fact]
    public void The_middle_of_a_plain_filled_shape_has_its_color()
    {
        var renderer = new SceneRenderer(ImageSize);
        foreach (var (color, strongest, weakest) in (ReadOnlySpan<(ColorKind, int, int)>)[(ColorKind.Red, 0, 1), (ColorKind.Green, 1, 0), (ColorKind.Blue, 2, 0)])
        {
            var scene = new Scene
            {
                Class = new Combination(color, ShapeKind.Square),
                Texture = TextureKind.Plain,
                Size = SizeKind.Medium,
                HasDarkBackground = false,
                Shapes = [new PlacedShape(0.5, 0.5, 0.2, 0)],
            };

            var pixels = renderer.Render(scene, CounterRandom.For(3, RandomPurpose.GeneratedData)).Span;

            var middle = pixels.Slice(((ImageSize / 2 * ImageSize) + (ImageSize / 2)) * 3, 3);
            Assert.True(middle[strongest] > middle[weakest] + 80);
        }
    }

    [Theory]
    [InlineData(0.92 * 0.92 * Math.PI, 0)]
    [InlineData(1.56 * 1.56, 1)]
    [InlineData(1.72 * 1.72 * 0.56, 2)]
    [InlineData((4 * 0.92 * 0.6) - (0.6 * 0.6), 4)]
    [InlineData(((0.95 * 0.95) - (0.52 * 0.52)) * Math.PI, 5)]
    public void Shapes_have_the_areas_of_their_formulas(double area, int shape)
    {
        const int Grid = 800;
        var inside = 0;
        for (var i = 0; i < Grid * Grid; i++)
        {
            if (ShapeGeometry.Contains((ShapeKind)shape, -1 + (2 * ((i % Grid) + 0.5) / Grid), -1 + (2 * ((i / Grid) + 0.5) / Grid)))
                inside++;
        }

        Assert.Equal(area, 4.0 * inside / (Grid * Grid), 0.01);
    }

    [Fact]
    public void Captions_vary_and_always_name_the_class()
    {
        var random = CounterRandom.For(5, RandomPurpose.GeneratedData);
        var captions = new HashSet<string>();
        foreach (var scene in Draw(300))
        {
            var caption = CaptionWriter.Draw(scene, random);
            captions.Add(caption);
            Assert.Contains(Words.Synonyms(scene.Class.Color), word => caption.Contains(word, StringComparison.Ordinal));
            Assert.Contains(Words.Synonyms(scene.Class.Shape), word => caption.Contains(word, StringComparison.Ordinal));
            Assert.DoesNotMatch(@"\ba [aeiou]|\ban [^aeiou]|  ", caption);
        }

        Assert.True(captions.Count > 250, $"{captions.Count} different captions of 300");
    }

    [Fact]
    public void A_png_holds_exactly_the_pixels()
    {
        var pixels = new byte[5 * 7 * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * 37);

        var png = PngEncoder.Encode(pixels, 5, 7);

        Assert.Equal("89504E470D0A1A0A0000000D49484452000000050000000708020000", Convert.ToHexString(png.AsSpan(0, 28)));
        Assert.Equal(pixels, Decode(png, rowBytes: 15));
    }

    private static IEnumerable<Scene> Draw(int count) => Enumerable.Range(0, count)
        .Select(i => SceneSampler.Draw(Combination.All[i % Combination.All.Length], CounterRandom.For(1, RandomPurpose.GeneratedData, i)));

    // The one IDAT chunk behind the 33 bytes of signature and header; filter 1 adds the pixel to the left.
    private static byte[] Decode(byte[] png, int rowBytes)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        var pixels = new List<byte>();
        var row = new byte[1 + rowBytes];
        while (zlib.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) == row.Length)
        {
            Assert.Equal(1, row[0]);
            for (var i = 4; i < row.Length; i++)
                row[i] += row[i - 3];
            pixels.AddRange(row[1..]);
        }

        return [.. pixels];
    }
}
