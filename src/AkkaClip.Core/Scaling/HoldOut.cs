namespace AkkaClip.Core.Scaling;

/// <summary>How well a law foretells a model that it was not fitted to.</summary>
/// <param name="Point">The model, and the error that it has.</param>
/// <param name="Prediction">What the law of the other models expects of it.</param>
public sealed record HoldOut(ScalingPoint Point, Prediction Prediction)
{
    /// <summary>Predicted minus actual error.</summary>
    public double Miss => Prediction.Error - Point.Error;

    public bool IsInside => Prediction.Interval.Contains(Point.Error);

    /// <summary>Fits all points but the held-out ones and predicts those; null: too few are left for a law.</summary>
    public static IReadOnlyList<HoldOut>? Check(IReadOnlyList<ScalingPoint> points, FitMethod method, Func<ScalingPoint, bool> isHeldOut, double confidence) =>
        PowerLaw.TryFit([.. points.Where(p => !isHeldOut(p))], method) is { } law
            ? [.. points.Where(isHeldOut).OrderBy(p => p.Compute).Select(p => new HoldOut(p, law.Predict(p.Compute, confidence)))]
            : null;
}
