using AkkaClip.Core.Scaling;

namespace AkkaClip.App.Scaling;

/// <summary>What <c>scaling fit</c> found, as its JSON has it. Errors are fractions, compute is GMAC of all forward passes.</summary>
internal sealed record ScalingReport(
    string File, string Task, string Metric, double Confidence, int BootstrapDraws, long Seed,
    IReadOnlyList<ScalingReport.SeriesReport> Series, IReadOnlyList<ScalingReport.Comparison> Differences, IReadOnlyList<string> Warnings)
{
    /// <summary>All that is known of one series.</summary>
    internal sealed record SeriesReport(
        string Name, int Rows, IReadOnlyList<Law> Laws, Saturation? Saturating, TwoVariables? TwoVariables,
        IReadOnlyList<Predicted> Predictions, IReadOnlyList<HeldOut> HeldOut, Split? Budget);

    /// <summary>E = beta C^alpha by one method.</summary>
    internal sealed record Law(
        FitMethod Method, int Points, double Alpha, double AlphaStandardError, Interval AlphaInterval, Interval? AlphaBootstrap,
        double Beta, double Log10Beta, double RSquared, double MeanAbsoluteError, IReadOnlyList<string> Models);

    /// <summary>E = floor + beta C^alpha, by the frontier.</summary>
    internal sealed record Saturation(double Floor, Interval? FloorBootstrap, double Alpha, double Beta, double PValue, int Points);

    /// <summary>log10 E = c + a_m log10 m + a_s log10 s, by all rows.</summary>
    internal sealed record TwoVariables(
        double ModelAlpha, Interval ModelAlphaInterval, double SamplesAlpha, Interval SamplesAlphaInterval, double LogConstant, double RSquared, int Points);

    internal sealed record Predicted(string Model, FitMethod Method, double Compute, double Error, Interval ErrorInterval, double Reach);

    internal sealed record HeldOut(string Model, FitMethod Method, double Error, Interval ErrorInterval, double ActualError, bool IsInside);

    /// <summary>How a budget is best split: by the law of two terms, and by what lies on the frontier.</summary>
    internal sealed record Split(double Compute, Allocation? Optimum, Interval? ComputePerSampleBootstrap, double? FrontierComputePerSample, double? FrontierExponent);

    internal sealed record Comparison(string First, string Second, FitMethod Method, double Difference, Interval Interval, double PValue, bool IsEstablished);
}
