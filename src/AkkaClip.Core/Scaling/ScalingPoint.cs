namespace AkkaClip.Core.Scaling;

/// <summary>One trained model: what it cost, and the error it reached.</summary>
/// <param name="Label">What people call it.</param>
/// <param name="Compute">GMAC of all forward passes of the training: GMAC per sample times samples seen. Positive.</param>
/// <param name="Error">An error fraction, 1 - accuracy or 1 - recall: above 0, so that it has a logarithm.</param>
/// <param name="ComputePerSample">GMAC of the forward pass of one image-text sample: the size of the model. Null where unknown.</param>
public sealed record ScalingPoint(string Label, double Compute, double Error, double? ComputePerSample = null)
{
    public double Compute { get; } = RequirePositive(Compute, nameof(Compute));

    public double Error { get; } = RequirePositive(Error, nameof(Error));

    public double? ComputePerSample { get; } = ComputePerSample is { } given ? RequirePositive(given, nameof(ComputePerSample)) : null;

    /// <summary>Samples seen in training, counted as often as they were seen.</summary>
    public double? NumSamples => Compute / ComputePerSample;

    private static double RequirePositive(double value, string name) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "A scaling law needs logarithms: the value must be finite and above 0.");
}
