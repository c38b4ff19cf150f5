using System.Security.Cryptography;
using System.Text.Json;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Images;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Images;

/// <summary>Pixels of the genuine OpenCLIP transforms (Pillow, libjpeg-turbo), equal to the byte.</summary>
public sealed class GoldenPreprocessTests : IDisposable
{
    // Pillow clips 16-bit grey to white where every other reader takes the upper 8 bits: the set calls it informational.
    private const string Informational = "gray16";

    private readonly ImageDecoder _decoder = new();
    private readonly RgbImage _image = new();
    private readonly BicubicResizer _resizer = new();

    public void Dispose() => _decoder.Dispose();

    [SkippableFact]
    public void Every_image_decodes_to_the_pixels_that_Pillow_reads()
    {
        foreach (var (name, expected) in Decoded())
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(_image.Pixels));
            Assert.True(expected.GetProperty("decoded_rgb_hwc_sha256").GetString() == digest, $"{name} decodes otherwise");
        }
    }

    [SkippableTheory]
    [InlineData(64)]
    [InlineData(224)]
    public void The_evaluation_transform_is_exact(int size)
    {
        var tensors = Tensors();
        var numCompared = 0;
        foreach (var (name, expected) in Decoded())
        {
            var square = new byte[3 * size * size];
            var plan = EvaluationTransform.Plan(_image.Width, _image.Height, size, ResizeKind.Shortest);
            _resizer.Resize(_image, plan, size, square);
            if (tensors.Contains($"{name}/eval{size}"))
                AssertEqual(tensors.Bytes($"{name}/eval{size}"), square, name);
            else if (expected.TryGetProperty($"eval{size}_sha256", out var digest))
                Assert.True(digest.GetString() == Convert.ToHexStringLower(SHA256.HashData(square)), $"{name} differs");
            else
                continue;
            numCompared++;
        }
        Assert.True(numCompared > 0, $"nothing to compare at {size} pixels");
    }

    [SkippableFact]
    public void Random_crops_are_resized_exactly()
    {
        const int Size = 64;
        var tensors = Tensors();
        var numCompared = 0;
        foreach (var (name, expected) in Decoded())
        {
            if (!tensors.Contains($"{name}/crops{Size}"))
                continue;
            var pixels = tensors.Bytes($"{name}/crops{Size}");
            var crop = 0;
            foreach (var box in expected.GetProperty("crops_xywh").EnumerateArray())
            {
                var plan = new ResizePlan
                {
                    Region = new PixelBox(box[0].GetInt32(), box[1].GetInt32(), box[2].GetInt32(), box[3].GetInt32()),
                    Width = Size,
                    Height = Size,
                    Window = new PixelBox(0, 0, Size, Size),
                };
                var square = new byte[3 * Size * Size];
                _resizer.Resize(_image, plan, Size, square);
                AssertEqual(pixels.AsSpan(crop++ * square.Length, square.Length), square, $"{name}, {plan.Region}");
                numCompared++;
            }
        }
        Assert.True(numCompared > 0, "no crops to compare");
    }

    private static GoldenTensors Tensors() => GoldenTensors.Open(TestData.Require("golden", "preprocess", "expected.safetensors"));

    /// <summary>Decodes one image after another into the field.</summary>
    private IEnumerable<(string Name, JsonElement Expected)> Decoded()
    {
        var folder = TestData.Require("golden", "preprocess");
        using var list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "images.json")));
        foreach (var entry in list.RootElement.GetProperty("images").EnumerateObject())
        {
            if (entry.Name.Contains(Informational, StringComparison.Ordinal))
                continue;
            var problem = _decoder.Decode(File.ReadAllBytes(Path.Combine(folder, "images", entry.Name)), _image);
            Assert.True(problem is null, $"{entry.Name}: {problem}");
            Assert.Equal(entry.Value.GetProperty("width").GetInt32(), _image.Width);
            Assert.Equal(entry.Value.GetProperty("height").GetInt32(), _image.Height);
            yield return (entry.Name, entry.Value);
        }
    }

    private static void AssertEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} bytes, not {expected.Length}");
        var common = expected.CommonPrefixLength(actual);
        if (common < expected.Length)
            Assert.Fail($"{what}: byte {common} of {expected.Length} is {actual[common]}, not {expected[common]}");
    }
}
