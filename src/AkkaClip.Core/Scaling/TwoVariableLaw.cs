namespace AkkaClip.Core.Scaling;

/// <summary>
/// log10 E = c + a_m log10 m + a_s log10 s, with m the model's GMAC per sample and s the samples seen: whether growing the
/// model or training it longer pays more. Needs both to vary independently.
/// </summary>
public sealed class TwoVariableLaw
{
    private readonly LeastSquares _plane;

    private TwoVariableLaw(LeastSquares plane) => _plane = plane;

    public double LogConstant => _plane.Intercept;

    /// <summary>The exponent of the model's size.</summary>
    public double ModelAlpha => _plane.Slopes[0];

    /// <summary>The exponent of the samples seen.</summary>
    public double SamplesAlpha => _plane.Slopes[1];

    public int NumPoints => _plane.NumPoints;

    public double RSquared => _plane.RSquared;

    /// <summary>The law; null: fewer than four models whose size is known, or sizes and samples that do not vary on their own.</summary>
    public static TwoVariableLaw? TryFit(IReadOnlyList<ScalingPoint> points)
    {
        var known = points.Where(p => p.ComputePerSample is not null).ToList();
        var plane = LeastSquares.TryFit(
            [.. known.Select(p => new[] { Math.Log10(p.ComputePerSample!.Value), Math.Log10(p.NumSamples!.Value) })],
            [.. known.Select(p => Math.Log10(p.Error))]);
        return plane is null ? null : new TwoVariableLaw(plane);
    }

    public Interval ModelAlphaInterval(double confidence) => Interval.Around(ModelAlpha, _plane.Quantile(confidence) * _plane.StandardError(0));

    public Interval SamplesAlphaInterval(double confidence) => Interval.Around(SamplesAlpha, _plane.Quantile(confidence) * _plane.StandardError(1));

    /// <summary>The expected error of a model of that many GMAC per sample after that many samples.</summary>
    public double ErrorAt(double computePerSample, double numSamples) => Math.Pow(10, _plane.At(Math.Log10(computePerSample), Math.Log10(numSamples)));
}
