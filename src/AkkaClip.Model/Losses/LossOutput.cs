using System.Collections.Immutable;
using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>A rank's part of loss and gradients.</summary>
/// <param name="Shares">Of each of <see cref="LossInput.Parts"/>.</param>
/// <param name="ImageGradients_RD">dL/d unit image embeddings of this rank, complete.</param>
/// <param name="TextGradients_RD">dL/d unit text embeddings of this rank, complete.</param>
public sealed record LossOutput(ImmutableArray<LossShare> Shares, Tensor ImageGradients_RD, Tensor TextGradients_RD)
{
    /// <summary>Share of this rank's rows in the loss.</summary>
    public double Loss => Shares.Sum(share => share.Loss);

    /// <summary>Share of this rank's rows in dL/d scale.</summary>
    public double ScaleGradient => Shares.Sum(share => share.ScaleGradient);

    /// <summary>Share of this rank's rows in dL/d bias.</summary>
    public double BiasGradient => Shares.Sum(share => share.BiasGradient);
}
