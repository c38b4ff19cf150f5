using AkkaClip.Core.Sampling;
using AkkaClip.Core.Scaling;

namespace AkkaClip.Core.Tests.Scaling;

public class BootstrapTests
{
    private static readonly BootstrapOptions s_options = new(NumDraws: 400, Seed: 7, Confidence: 0.9);

    private static double[]? Alpha(IReadOnlyList<ScalingPoint> draw) => PowerLaw.TryFit(draw, FitMethod.AllRows) is { } law ? [law.Alpha] : null;

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_one_another()
    {
        var points = Noisy(seed: 1);

        var first = Bootstrap.Of(points, Alpha, s_options)![0];

        Assert.Equal(first, Bootstrap.Of(points, Alpha, s_options)![0]);
        Assert.NotEqual(first, Bootstrap.Of(points, Alpha, s_options with { Seed = 8 })![0]);
    }

    [Fact]
    public void Nine_of_ten_intervals_of_90_percent_hold_the_exponent_that_made_the_data()
    {
        var held = Enumerable.Range(0, 60).Count(seed => Bootstrap.Of(Noisy(seed), Alpha, s_options)![0].Contains(-0.11));

        // Binomial(60, 0.9) lies in 46..60 with 99.9%; percentile intervals of 24 models are a little narrow.
        Assert.InRange(held, 44, 60);
    }

    [Fact]
    public void The_mean_is_as_uncertain_as_its_standard_error_says()
    {
        var points = Noisy(seed: 3);
        var errors = points.Select(p => p.Error).ToList();
        var mean = errors.Average();
        var deviation = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / errors.Count / errors.Count);

        var found = Bootstrap.Of(points, draw => [draw.Average(p => p.Error)], s_options with { NumDraws = 4000 })![0];

        Assert.Equal(1.645 * deviation, found.HalfWidth, 0.1 * deviation);
    }

    [Fact]
    public void There_is_no_interval_without_draws_or_where_most_draws_have_no_fit()
    {
        Assert.Null(Bootstrap.Of(Noisy(1), Alpha, s_options with { NumDraws = 0 }));
        Assert.Null(Bootstrap.Of([], Alpha, s_options));
        Assert.Null(Bootstrap.Of([new("a", 1e9, 0.5), new("b", 1e9, 0.4)], Alpha, s_options));
    }

    private static List<ScalingPoint> Noisy(int seed)
    {
        var random = CounterRandom.For(seed, RandomPurpose.GeneratedData);
        return Studies.Along(5.9, -0.11, [.. Enumerable.Range(0, 24).Select(_ => Math.Exp(0.05 * random.NextGaussian()))]);
    }
}
