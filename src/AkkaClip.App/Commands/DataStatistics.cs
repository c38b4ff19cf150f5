using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;

namespace AkkaClip.App.Commands;

/// <summary>What <c>data stats</c> counts in a data set.</summary>
internal sealed record DataStatistics
{
    public required string Source { get; init; }
    public required long Samples { get; init; }
    public required long Captions { get; init; }
    public required double MeanCaptionChars { get; init; }
    public required long ImageBytes { get; init; }

    /// <summary>Smallest and largest picture in pixels; null: nothing was decoded.</summary>
    public string? ImageSizes { get; init; }

    /// <summary>Unusable samples, and rows or members that are no samples, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Problems { get; init; }
    public required IReadOnlyList<string> Examples { get; init; }

    public static DataStatistics Of(ISampleSource source, bool decode, Output output, CancellationToken cancellation)
    {
        const int MaxExamples = 10;
        var problems = source.Report.NumSkipped.ToDictionary(p => p.Key.ToString(), p => p.Value);
        var examples = source.Report.Examples.ToList();
        long captions = 0, characters = 0, bytes = 0;
        (int Width, int Height)? smallest = null, largest = null;
        using var progress = new ProgressLine(output, "samples", source.Count);
        using var decoder = new ImageDecoder();
        var image = new RgbImage();
        for (long i = 0; i < source.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var sample = source.Read(i);
            captions += sample.Captions.Length;
            characters += sample.Captions.Sum(c => (long)c.Length);
            bytes += sample.Image.Length;
            var problem = sample.Problem;
            if (problem is null && decode)
            {
                problem = decoder.Decode(sample.Image.Span, image);
                var size = (image.Width, image.Height);
                if (problem is null && (smallest is null || Area(size) < Area(smallest.Value)))
                    smallest = size;
                if (problem is null && (largest is null || Area(size) > Area(largest.Value)))
                    largest = size;
            }
            if (problem is not null)
            {
                problems[problem.Kind.ToString()] = problems.GetValueOrDefault(problem.Kind.ToString()) + 1;
                if (examples.Count < MaxExamples)
                    examples.Add($"{sample.Key}: {problem.Message}");
            }
            progress.Report(i + 1);
        }

        return new DataStatistics
        {
            Source = source.Description,
            Samples = source.Count,
            Captions = captions,
            MeanCaptionChars = captions == 0 ? 0 : (double)characters / captions,
            ImageBytes = bytes,
            ImageSizes = smallest is { } from && largest is { } to ? $"{from.Width}x{from.Height} to {to.Width}x{to.Height}" : null,
            Problems = problems,
            Examples = examples,
        };
    }

    private static long Area((int Width, int Height) size) => (long)size.Width * size.Height;

    public void Describe(Output output)
    {
        output.Fields(
        [
            ("data", Source),
            ("samples", Samples.ToString("N0", CultureInfo.InvariantCulture)),
            ("captions", string.Create(CultureInfo.InvariantCulture, $"{Captions:N0}, {MeanCaptionChars:F1} characters on average")),
            ("image bytes", string.Create(CultureInfo.InvariantCulture, $"{ImageBytes / 1048576.0:N1} MiB")),
            .. ImageSizes is { } sizes ? new[] { ("image sizes", sizes) } : [],
            ("unusable", Problems.Count == 0 ? "none" : string.Join(", ", Problems.Select(p => $"{p.Value} {p.Key}"))),
        ]);
        foreach (var example in Examples)
            output.Line($"  {example}");
    }
}
