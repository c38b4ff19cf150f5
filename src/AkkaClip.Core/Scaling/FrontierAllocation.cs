namespace AkkaClip.Core.Scaling;

/// <summary>
/// Which sizes of model lie on the frontier at which budget: m = k C^p by least squares through the logarithms
/// (approach 1 of arXiv 2203.15556). It assumes no law of the error, and moves in the steps of the sizes that were trained.
/// </summary>
/// <param name="LogConstant">log10 k, m in GMAC per sample, C in GMAC.</param>
/// <param name="Exponent">p: 0 trains the same model longer, 1 grows it alone.</param>
/// <param name="NumPoints">Models of the frontier whose size is known.</param>
public sealed record FrontierAllocation(double LogConstant, double Exponent, int NumPoints)
{
    /// <summary>GMAC per sample of the best model for a budget.</summary>
    public double ComputePerSampleAt(double compute) => Math.Pow(10, LogConstant + (Exponent * Math.Log10(compute)));

    /// <summary>The law; null: fewer than three models on the frontier whose size is known.</summary>
    public static FrontierAllocation? TryFit(IReadOnlyList<ScalingPoint> points)
    {
        var frontier = PointSelection.Select([.. points.Where(p => p.ComputePerSample is not null)], FitMethod.Frontier);
        var line = LeastSquares.TryFit([.. frontier.Select(p => new[] { p.LogCompute })], [.. frontier.Select(p => Math.Log10(p.Source.ComputePerSample!.Value))]);
        return line is null ? null : new FrontierAllocation(line.Intercept, line.Slopes[0], line.NumPoints);
    }
}
