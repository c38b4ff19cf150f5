using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AkkaClip.Core.Scaling;

/// <summary>
/// E = E0 + b C^alpha: an error that no compute removes, and a power law above it. Least squares of relative errors with
/// E0 and b not below 0, by variable projection: for each alpha E0 and b are linear, and alpha is searched for.
/// </summary>
/// <param name="Floor">E0.</param>
/// <param name="Beta">b.</param>
/// <param name="Alpha">The exponent above the floor; below 0.</param>
/// <param name="PValue">
/// How often the floor would improve the fit this much if there were none (F test against the same fit with E0 = 0).
/// </param>
public sealed record SaturatingLaw(double Floor, double Beta, double Alpha, double PValue)
{
    private const double SteepestAlpha = -4, FlattestAlpha = -1e-3;
    private const int NumTries = 48;

    public double ErrorAt(double compute) => Floor + (Beta * Math.Pow(compute, Alpha));

    /// <summary>The law; null: fewer than four points, or errors that do not fall with compute.</summary>
    public static SaturatingLaw? TryFit(IReadOnlyList<FitPoint> points)
    {
        if (points.Count < 4)
            return null;
        var scale = points.Average(p => p.LogCompute);
        var x = points.Select(p => p.LogCompute - scale).ToArray();
        var y = points.Select(p => Math.Pow(10, p.LogError)).ToArray();
        var (ones, none) = (Enumerable.Repeat(1.0, y.Length).ToArray(), new double[y.Length]);

        var (alpha, free) = Search(ones, x, y);
        var (_, plain) = Search(none, x, y);
        if (free.Q <= 0 || alpha >= FlattestAlpha * 1.01)
            return null;
        var gain = (plain.Squares - free.Squares) / (free.Squares / (y.Length - 3));
        return new SaturatingLaw(free.P, free.Q * Math.Pow(10, -alpha * scale), alpha, gain <= 0 ? 1 : 1 - FisherSnedecor.CDF(1, y.Length - 3, gain));
    }

    private static (double Alpha, NonNegativePair Best) Search(double[] u, double[] x, double[] y)
    {
        NonNegativePair Solve(double alpha) => NonNegativePair.Solve(u, Array.ConvertAll(x, v => Math.Pow(10, alpha * v)), y);

        // Evenly in the logarithm of alpha, then between the neighbours of the best one by golden sections.
        var tries = Generate.LinearSpaced(NumTries, Math.Log(-FlattestAlpha), Math.Log(-SteepestAlpha));
        var best = Enumerable.Range(0, NumTries).MinBy(i => Solve(-Math.Exp(tries[i])).Squares);
        var (low, high) = (tries[Math.Max(best - 1, 0)], tries[Math.Min(best + 1, NumTries - 1)]);
        while (high - low > 1e-10)
        {
            var cut = (high - low) * (Constants.GoldenRatio - 1);
            if (Solve(-Math.Exp(high - cut)).Squares < Solve(-Math.Exp(low + cut)).Squares)
                high = low + cut;
            else
                low = high - cut;
        }

        var alpha = -Math.Exp(low);
        return (alpha, Solve(alpha));
    }
}
