namespace AkkaClip.Core.Scaling;

/// <summary>What a law expects of a model.</summary>
/// <param name="Compute">GMAC of all forward passes.</param>
/// <param name="Error">The expected error.</param>
/// <param name="Interval">Where the error of one such model lies, if the law holds there.</param>
/// <param name="Reach">How many times beyond the cheapest or the most expensive fitted model it lies; 1: between them.</param>
public sealed record Prediction(double Compute, double Error, Interval Interval, double Reach)
{
    /// <summary>Whether this is a guess beyond the data: no interval covers that the law may bend there.</summary>
    public bool IsExtrapolated => Reach > 1 + 1e-9;
}
