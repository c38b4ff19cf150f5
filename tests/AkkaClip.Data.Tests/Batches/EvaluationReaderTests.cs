using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Images;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Batches;

public sealed class EvaluationReaderTests
{
    [Fact]
    public void Every_usable_sample_comes_once_in_order_with_its_pixels()
    {
        using var source = new MemorySource(11, 1, broken: [0, 4, 5, 6, 7]);
        using var reader = new EvaluationReader(source, 8, ResizeKind.Shortest, numThreads: 3);
        var batches = reader.Read(4).ToList();
        Assert.Equal([1L, 2, 3, 8, 9, 10], batches.SelectMany(batch => batch.Samples).Select(sample => sample.Index));
        Assert.Equal(5, batches.Sum(batch => batch.Problems.Length));
        Assert.All(batches, batch => Assert.Equal(batch.Samples.Length * 3 * 8 * 8, batch.Pixels.Length));

        // The first batch's second picture is sample 2, moved up by the one that is left out.
        var picture = Build.Image(12 + 2, 10 + 2, 2);
        var expected = new byte[3 * 8 * 8];
        new BicubicResizer().Resize(picture, EvaluationTransform.Plan(14, 12, 8, ResizeKind.Shortest), 8, expected);
        Assert.Equal(expected, batches[0].Pixels[expected.Length..(2 * expected.Length)]);
    }

    [Fact]
    public void No_more_than_the_wanted_number_is_read()
    {
        using var source = new MemorySource(11);
        using var reader = new EvaluationReader(source, 8, ResizeKind.Squash);
        Assert.Equal(5, reader.Read(4, maxSamples: 5).Sum(batch => batch.Samples.Length));
        Assert.Equal(5, source.NumReads);
    }
}
