using System.Collections.Immutable;
using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>
/// The pairwise sigmoid loss (Zhai et al. 2023). With Z = s U V^T + bias, a match being a positive and all else negatives:
/// <code>
/// L = 1/B (sum_ij softplus(Z_ij) - sum_i Z_ii)      G = 1/B (sigmoid(Z) - I)
/// dL/dU = s G V        dL/dV = s G^T U        dL/ds = sum_ij G_ij (Z_ij - bias) / s        dL/d bias = sum_ij G_ij
/// </code>
/// Pairs are independent: nothing but the embeddings is exchanged.
/// </summary>
public sealed class SigLipLoss : IContrastiveLoss
{
    public LossOutput Compute(LossInput input, Func<Tensor, Tensor> gather)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var imageGradients_RD = empty_like(input.OwnImages_RD());
        var textGradients_RD = empty_like(input.OwnTexts_RD());
        var shares = ImmutableArray.CreateBuilder<LossShare>();
        foreach (var part in input.Split())
        {
            var first = part.FirstRow - input.FirstRow;
            shares.Add(Side(imageGradients_RD.narrow(0, first, part.Count), part.OwnImages_RD(), input.Texts_BD, part));
            Side(textGradients_RD.narrow(0, first, part.Count), part.OwnTexts_RD(), input.Images_BD, part);
        }

        return new LossOutput(shares.ToImmutable(), imageGradients_RD.MoveToOuterDisposeScope(), textGradients_RD.MoveToOuterDisposeScope());
    }

    /// <summary>Everything of the pairs between some rows of one side and all rows of the other.</summary>
    /// <param name="gradients_RD">Takes dL/d rows.</param>
    private static LossShare Side(Tensor gradients_RD, Tensor rows_RD, Tensor columns_BD, LossInput input)
    {
        var (loss, product, sum) = (0.0, 0.0, 0.0);
        foreach (var tile in LogitTile.Of(rows_RD, columns_BD, input))
        {
            using var tileScope = NewDisposeScope();
            using var logits_TB = tile.Logits_TB;
            loss += OrderedSum.Of(Softplus(logits_TB)) - OrderedSum.Of(tile.Diagonal(logits_TB));
            var g_TB = Sigmoid(logits_TB);
            tile.Diagonal(g_TB).sub_(1);
            g_TB.div_(input.GlobalBatch);
            product += tile.Backward(g_TB, columns_BD, input.Scale, gradients_RD);
            sum += OrderedSum.Of(g_TB);
        }

        return new LossShare(loss / input.GlobalBatch, (product - (input.Bias * sum)) / input.Scale, sum);
    }

    // libtorch's own kernels for these two round the last elements of a thread's part in another way than the others, so
    // that their bits depend on the number of threads. Those of exp and log1p do not, and the rest is exactly rounded.
    private static Tensor Softplus(Tensor z_TB) => z_TB.abs().neg_().exp_().log1p().add_(z_TB.clamp_min(0));

    private static Tensor Sigmoid(Tensor z_TB) => z_TB.neg().exp_().add_(1).reciprocal_();
}
