namespace AkkaClip.Model.Losses;

/// <summary>What some rows contribute. Sums over all rows of the global batch are its loss and gradients.</summary>
/// <param name="Loss">To the loss.</param>
/// <param name="ScaleGradient">To dL/d scale.</param>
/// <param name="BiasGradient">To dL/d bias.</param>
public sealed record LossShare(double Loss, double ScaleGradient, double BiasGradient);
