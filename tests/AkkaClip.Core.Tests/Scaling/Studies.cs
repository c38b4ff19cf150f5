using AkkaClip.Core.Scaling;

namespace AkkaClip.Core.Tests.Scaling;

/// <summary>Models whose law is known because it made them.</summary>
internal static class Studies
{
    /// <summary>Models of compute 10^9, 10^9.5, ..., with E = beta C^alpha times a factor of each.</summary>
    public static List<ScalingPoint> Along(double beta, double alpha, params double[] factors) =>
        [.. factors.Select((factor, i) =>
        {
            var compute = Math.Pow(10, 9 + (0.5 * i));
            return new ScalingPoint($"model {i}", compute, beta * Math.Pow(compute, alpha) * factor);
        })];

    /// <summary>Every size with every number of samples, and an error by a law of both.</summary>
    public static List<ScalingPoint> Grid(Func<double, double, double> error, double[]? sizes = null) =>
        [.. from size in sizes ?? [5, 20, 90, 300] from samples in new[] { 1e9, 4e9, 1.6e10, 6.4e10 }
            select new ScalingPoint($"{size}@{samples}", size * samples, error(size, samples), size)];
}
