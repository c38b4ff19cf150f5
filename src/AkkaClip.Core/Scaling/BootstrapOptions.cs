namespace AkkaClip.Core.Scaling;

/// <param name="NumDraws">How often the models are drawn anew; 0: no intervals.</param>
/// <param name="Seed">The same seed gives the same intervals.</param>
/// <param name="Confidence">Share of the draws inside the interval, between 0 and 1.</param>
public sealed record BootstrapOptions(int NumDraws = 1000, long Seed = 0, double Confidence = 0.95);
