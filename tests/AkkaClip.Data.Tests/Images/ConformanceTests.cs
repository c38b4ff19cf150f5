using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;
using AkkaClip.TestSupport;
using Xunit.Abstractions;

namespace AkkaClip.Data.Tests.Images;

/// <summary>
/// Conformance suites and fuzzers' finds, against the verdict of Pillow in the manifest beside each archive. Both are
/// opinions about broken files, and differ on a few of them:
/// Pillow reads a file in pieces and calls it truncated when entropy-coded data runs out, where libjpeg reading from memory
/// fills up and warns; Pillow parses metadata (broken EXIF, text chunks) that this reader skips; libspng refuses bad
/// palette indices, lengths and checksums that Pillow lets pass; files of a fuzzer's two halves are judged by the first error.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private const double MeanTolerance = 0.02;

    private static readonly string[] s_formats = ["JPEG", "PNG", "WEBP"];

    // 16-bit grey, which Pillow clips to white.
    private static readonly string[] s_modesReadOtherwise = ["I", "I;16"];

    [SkippableTheory]
    [InlineData("conformance", 0.01)]
    [InlineData("corrupt", 0.08)]
    public void Images_are_read_or_refused_as_Pillow_does(string set, double toleratedShare)
    {
        using var decoder = new ImageDecoder();
        var image = new RgbImage();
        var manifest = Manifest(TestData.Require("images", $"images_{set}.MANIFEST.tsv"));
        var (numFiles, numDeviations) = (0, 0);
        foreach (var (name, bytes) in Members(TestData.Require("images", $"images_{set}.tar.gz")))
        {
            numFiles++;
            if (Deviation(manifest[name], decoder.Decode(bytes, image), image) is not { } deviation)
                continue;
            numDeviations++;
            output.WriteLine($"{name}: {deviation}");
        }
        Assert.True(numFiles > 0, "the archive is empty");
        Assert.True(numDeviations <= toleratedShare * numFiles, $"{numDeviations} of {numFiles} files are judged otherwise");
    }

    private static string? Deviation(Dictionary<string, string> verdict, SampleProblem? problem, RgbImage image)
    {
        var readable = verdict["pil_verdict"] == "ok" && s_formats.Contains(verdict["format"]);
        if (!readable)
            return problem is null ? $"read, where Pillow says {verdict["pil_verdict"]} {verdict["pil_error"]}" : null;
        if (problem is not null)
            return $"refused: {problem.Message}";
        if (s_modesReadOtherwise.Contains(verdict["mode"]))
            return null;
        var expected = verdict["rgb_mean"].Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture));
        var difference = expected.Zip(MeanRgb(image), (theirs, ours) => Math.Abs(theirs - ours)).Max();
        return difference > MeanTolerance ? $"the mean colour is off by {difference:F2}" : null;
    }

    private static double[] MeanRgb(RgbImage image)
    {
        var sums = new double[3];
        for (var i = 0; i < image.Pixels.Length; i++)
            sums[i % 3] += image.Pixels[i];
        return [.. sums.Select(sum => sum / ((double)image.Width * image.Height))];
    }

    private static Dictionary<string, Dictionary<string, string>> Manifest(string path)
    {
        var lines = File.ReadAllLines(path);
        var header = lines[0].Split('\t');
        return lines.Skip(1).Select(line => header.Zip(line.Split('\t')).ToDictionary(cell => cell.First, cell => cell.Second))
            .ToDictionary(row => row["file"]);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Members(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var tar = new TarReader(stream);
        while (tar.GetNextEntry() is { } entry)
        {
            using var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                yield return (entry.Name, bytes.ToArray());
        }
    }
}
