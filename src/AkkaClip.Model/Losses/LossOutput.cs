using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>A rank's part of loss and gradients. Sums over the ranks are those of the whole global batch.</summary>
/// <param name="Loss">Share of this rank's rows in the loss.</param>
/// <param name="ImageGradients_RD">dL/d unit image embeddings of this rank, complete.</param>
/// <param name="TextGradients_RD">dL/d unit text embeddings of this rank, complete.</param>
/// <param name="ScaleGradient">Share of this rank's rows in dL/d scale.</param>
/// <param name="BiasGradient">Share of this rank's rows in dL/d bias.</param>
public sealed record LossOutput(
    double Loss, Tensor ImageGradients_RD, Tensor TextGradients_RD, double ScaleGradient, double BiasGradient);
