namespace AkkaClip.Core.Scaling;

/// <summary>How a budget is spent.</summary>
/// <param name="ComputePerSample">GMAC of the forward pass of one sample: the model's size.</param>
/// <param name="NumSamples">Samples seen.</param>
/// <param name="Error">The expected error.</param>
public sealed record Allocation(double ComputePerSample, double NumSamples, double Error);
