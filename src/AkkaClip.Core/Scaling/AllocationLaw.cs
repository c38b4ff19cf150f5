using MathNet.Numerics;

namespace AkkaClip.Core.Scaling;

/// <summary>
/// E = A m^-a + B s^-b, with m GMAC per sample and s samples seen: a model too small and a training too short each leave an
/// error of their own, so that a budget C = m s has a best split (approach 3 of arXiv 2203.15556, without its constant, which
/// does not move the split). A pure product of powers has none: it always favours one of the two.
/// Least squares of relative errors with A and B not below 0, by variable projection.
/// </summary>
public sealed record AllocationLaw(double A, double ModelExponent, double B, double SamplesExponent)
{
    private const double LeastExponent = 0.01, MostExponent = 3;
    private const int NumTries = 20;

    /// <summary>The law; null: fewer than five models whose size is known, or errors that do not fall with both.</summary>
    public static AllocationLaw? TryFit(IReadOnlyList<ScalingPoint> points)
    {
        var known = points.Where(p => p.ComputePerSample is not null).ToList();
        if (known.Count < 5)
            return null;
        var m = known.Select(p => Math.Log(p.ComputePerSample!.Value)).ToArray();
        var s = known.Select(p => Math.Log(p.NumSamples!.Value)).ToArray();
        var y = known.Select(p => p.Error).ToArray();
        var (meanM, meanS) = (m.Average(), s.Average());
        double[] Power(double[] logs, double mean, double exponent) => Array.ConvertAll(logs, v => Math.Exp(-exponent * (v - mean)));

        var tries = Generate.LogSpaced(NumTries, Math.Log10(LeastExponent), Math.Log10(MostExponent));
        var (ofModel, ofSamples) = (Array.ConvertAll(tries, e => Power(m, meanM, e)), Array.ConvertAll(tries, e => Power(s, meanS, e)));
        var start = (from i in Enumerable.Range(0, NumTries) from j in Enumerable.Range(0, NumTries) select (i, j))
            .MinBy(at => NonNegativePair.Solve(ofModel[at.i], ofSamples[at.j], y).Squares);

        // By the logarithms of the exponents: they stay positive.
        var found = Minimize((a, b) => NonNegativePair.Solve(Power(m, meanM, a), Power(s, meanS, b), y).Squares, tries[start.i], tries[start.j]);
        if (found is not var (a, b))
            return null;
        var best = NonNegativePair.Solve(Power(m, meanM, a), Power(s, meanS, b), y);
        return best.P > 0 && best.Q > 0 && IsInside(a) && IsInside(b)
            ? new AllocationLaw(best.P * Math.Exp(a * meanM), a, best.Q * Math.Exp(b * meanS), b)
            : null;
    }

    public double ErrorAt(double computePerSample, double numSamples) =>
        (A * Math.Pow(computePerSample, -ModelExponent)) + (B * Math.Pow(numSamples, -SamplesExponent));

    /// <summary>The split of a budget that has the least error: where one more GMAC lowers both terms alike.</summary>
    /// <param name="compute">GMAC of all forward passes.</param>
    public Allocation Optimum(double compute)
    {
        var sum = ModelExponent + SamplesExponent;
        var balance = ModelExponent * A / (SamplesExponent * B);
        var size = Math.Pow(balance * Math.Pow(compute, SamplesExponent), 1 / sum);
        return new Allocation(size, compute / size, ErrorAt(size, compute / size));
    }

    private static (double A, double B)? Minimize(Func<double, double, double> squares, double a, double b)
    {
        try
        {
            var (logA, logB) = FindMinimum.OfFunction((x, y) => squares(Math.Exp(x), Math.Exp(y)), Math.Log(a), Math.Log(b), 1e-10, 2000);
            return (Math.Exp(logA), Math.Exp(logB));
        }
        catch (MathNet.Numerics.Optimization.MaximumIterationsException)
        {
            return null; // a valley without an end: the data do not tell the exponents apart
        }
    }

    private static bool IsInside(double exponent) => exponent is > LeastExponent and < MostExponent;
}
