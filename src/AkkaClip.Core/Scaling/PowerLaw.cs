namespace AkkaClip.Core.Scaling;

/// <summary>
/// E = beta C^alpha: a line through log10 E over log10 C by ordinary least squares (arXiv 2212.07143, section 3).
/// Intervals are those of a linear regression with normal residuals in log10 E.
/// </summary>
public sealed class PowerLaw
{
    private readonly LeastSquares _line;

    private PowerLaw(LeastSquares line, IReadOnlyList<FitPoint> points) => (_line, Points) = (line, points);

    /// <summary>The points that the line is drawn through, by their compute.</summary>
    public IReadOnlyList<FitPoint> Points { get; }

    public double Alpha => _line.Slopes[0];

    public double LogBeta => _line.Intercept;

    public double Beta => Math.Pow(10, LogBeta);

    public double AlphaStandardError => _line.StandardError(0);

    public int DegreesOfFreedom => _line.DegreesOfFreedom;

    /// <summary>Share of the variance of log10 E that the line explains.</summary>
    public double RSquared => _line.RSquared;

    /// <summary>The law; null: the method leaves fewer than three points, or all of the same compute.</summary>
    public static PowerLaw? TryFit(IReadOnlyList<ScalingPoint> points, FitMethod method)
    {
        var selected = PointSelection.Select(points, method);
        return LeastSquares.TryFit([.. selected.Select(p => new[] { p.LogCompute })], [.. selected.Select(p => p.LogError)]) is { } line
            ? new PowerLaw(line, selected)
            : null;
    }

    public Interval AlphaInterval(double confidence) => Interval.Around(Alpha, _line.Quantile(confidence) * AlphaStandardError);

    /// <summary>The expected error at <paramref name="compute"/> GMAC.</summary>
    public double ErrorAt(double compute) => Math.Pow(10, _line.At(Math.Log10(compute)));

    /// <summary>The expected error of a model, and the interval that it should lie in.</summary>
    public Prediction Predict(double compute, double confidence)
    {
        var x = Math.Log10(compute);
        var (y, half) = (_line.At(x), _line.PredictionHalfWidth(confidence, x));
        return new Prediction(compute, Math.Pow(10, y), new Interval(Math.Pow(10, y - half), Math.Pow(10, y + half)), Reach(x));
    }

    /// <summary>Mean distance of the models of <paramref name="points"/> from the line, as a fraction of all test samples.</summary>
    public double MeanAbsoluteError(IReadOnlyList<ScalingPoint> points) => points.Average(p => Math.Abs(ErrorAt(p.Compute) - p.Error));

    // The models themselves: bin centres lie elsewhere.
    private double Reach(double logCompute)
    {
        var (least, most) = (Points.Min(p => Math.Log10(p.Source.Compute)), Points.Max(p => Math.Log10(p.Source.Compute)));
        return Math.Pow(10, Math.Max(0, Math.Max(least - logCompute, logCompute - most)));
    }
}
