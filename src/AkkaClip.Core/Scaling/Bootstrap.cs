using AkkaClip.Core.Sampling;
using MathNet.Numerics.Statistics;

namespace AkkaClip.Core.Scaling;

/// <summary>
/// Percentile intervals by refitting to models drawn with replacement: what the choice of the models alone would change.
/// The points are chosen anew in each draw, so that the intervals of frontier and bins hold their choice, too.
/// </summary>
public static class Bootstrap
{
    /// <summary>Intervals of several values of one fit, from the same draws.</summary>
    /// <param name="points">The models of the study.</param>
    /// <param name="fit">The values of a fit; null: this draw has none, as when it holds the same model only.</param>
    /// <param name="options">How often, by which seed, how sure.</param>
    /// <returns>An interval for each value; null: fewer than half of the draws could be fitted.</returns>
    public static IReadOnlyList<Interval>? Of(IReadOnlyList<ScalingPoint> points, Func<IReadOnlyList<ScalingPoint>, double[]?> fit, BootstrapOptions options)
    {
        if (points.Count == 0)
            return null;
        var random = CounterRandom.For(options.Seed, RandomPurpose.Bootstrap);
        var fitted = new List<double[]>(options.NumDraws);
        var draw = new ScalingPoint[points.Count];
        for (var i = 0; i < options.NumDraws; i++)
        {
            for (var j = 0; j < draw.Length; j++)
                draw[j] = points[random.NextInt(points.Count)];
            if (fit(draw) is { } values)
                fitted.Add(values);
        }
        if (fitted.Count == 0 || fitted.Count < options.NumDraws / 2)
            return null;
        var tail = (1 - options.Confidence) / 2;
        return [.. Enumerable.Range(0, fitted[0].Length).Select(value =>
        {
            var sorted = fitted.Select(f => f[value]).Order().ToArray();
            return new Interval(SortedArrayStatistics.Quantile(sorted, tail), SortedArrayStatistics.Quantile(sorted, 1 - tail));
        })];
    }
}
