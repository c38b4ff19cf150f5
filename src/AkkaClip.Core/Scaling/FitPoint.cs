namespace AkkaClip.Core.Scaling;

/// <summary>A point that a line is drawn through.</summary>
/// <param name="LogCompute">log10 of GMAC; the model's own, or the centre of its bin.</param>
/// <param name="LogError">log10 of the model's error.</param>
/// <param name="Source">The model.</param>
public readonly record struct FitPoint(double LogCompute, double LogError, ScalingPoint Source)
{
    public static FitPoint Of(ScalingPoint point) => new(Math.Log10(point.Compute), Math.Log10(point.Error), point);
}
