using AkkaClip.Core.Runs;
using AkkaClip.Data.Images;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Images;

/// <summary>
/// Crops made by Pillow as OpenAI's code orders it: resize first, RGB afterwards. For RGB and grey the order makes no
/// difference; palette, alpha and CMYK pictures are resized in their own colours there, and left out here.
/// </summary>
public sealed class ReferencePreprocessTests
{
    private static readonly string[] s_modes = ["RGB", "L"];

    [SkippableFact]
    public void Crops_equal_those_of_Pillow()
    {
        var folder = TestData.Require("preprocess_ref");
        using var decoder = new ImageDecoder();
        var (image, expected, resizer) = (new RgbImage(), new RgbImage(), new BicubicResizer());
        var numCompared = 0;
        foreach (var row in File.ReadLines(Path.Combine(folder, "expected.tsv")).Skip(1).Select(line => line.Split('\t')))
        {
            if (!s_modes.Contains(row[1]))
                continue;
            var size = int.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Null(decoder.Decode(File.ReadAllBytes(Path.Combine(folder, row[0])), image));
            Assert.Null(decoder.Decode(File.ReadAllBytes(Path.Combine(folder, row[4])), expected));
            var square = new byte[3 * size * size];
            resizer.Resize(image, EvaluationTransform.Plan(image.Width, image.Height, size, ResizeKind.Shortest), size, square);
            for (var i = 0; i < square.Length; i++)
                Assert.True(square[i] == expected.Pixels[(i % (size * size) * 3) + (i / (size * size))], $"{row[0]} differs at {i}");
            numCompared++;
        }
        Assert.True(numCompared > 0, "nothing to compare");
    }
}
