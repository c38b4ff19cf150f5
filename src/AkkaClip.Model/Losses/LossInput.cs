using System.Collections.Immutable;
using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>
/// What a rank knows when it computes its part of the loss. Shapes: B global batch, R this rank's rows, d embedding width.
/// </summary>
/// <param name="Images_BD">Unit image embeddings of the whole global batch, fp32.</param>
/// <param name="Texts_BD">Unit text embeddings of the whole global batch, fp32.</param>
/// <param name="FirstRow">This rank's first row in the global batch.</param>
/// <param name="Count">R.</param>
/// <param name="Scale">Factor of the logits, exp(logit_scale).</param>
/// <param name="Bias">Added to the logits; 0 without one.</param>
public sealed record LossInput(Tensor Images_BD, Tensor Texts_BD, int FirstRow, int Count, double Scale, double Bias)
{
    /// <summary>Rows that are computed by themselves, in order; they add up to R.</summary>
    public ImmutableArray<int> Parts { get; init; } = [Count];

    /// <summary>B.</summary>
    public long GlobalBatch => Images_BD.shape[0];

    /// <summary>This rank's rows of <see cref="Images_BD"/> [R, d], a view.</summary>
    public Tensor OwnImages_RD() => Images_BD.narrow(0, FirstRow, Count);

    /// <summary>This rank's rows of <see cref="Texts_BD"/> [R, d], a view.</summary>
    public Tensor OwnTexts_RD() => Texts_BD.narrow(0, FirstRow, Count);

    /// <summary>The same of each part.</summary>
    internal IEnumerable<LossInput> Split()
    {
        var first = FirstRow;
        foreach (var part in Parts)
        {
            yield return this with { FirstRow = first, Count = part, Parts = [part] };
            first += part;
        }
    }
}
