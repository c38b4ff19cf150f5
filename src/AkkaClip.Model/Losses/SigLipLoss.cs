using TorchSharp;
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
        var (images_RD, texts_RD) = (input.OwnImages_RD(), input.OwnTexts_RD());
        var images = Side(images_RD, input.Texts_BD, input);
        var texts = Side(texts_RD, input.Images_BD, input);
        return new LossOutput(
            images.Loss,
            images.Gradients_RD.MoveToOuterDisposeScope(),
            texts.Gradients_RD.MoveToOuterDisposeScope(),
            (images.LogitProduct - (input.Bias * images.GradientSum)) / input.Scale,
            images.GradientSum);
    }

    /// <summary>Everything of the pairs between this rank's rows of one side and all rows of the other.</summary>
    private static (Tensor Gradients_RD, double Loss, double LogitProduct, double GradientSum) Side(
        Tensor rows_RD, Tensor columns_BD, LossInput input)
    {
        var gradients_RD = empty_like(rows_RD);
        var (loss, product, sum) = (0.0, 0.0, 0.0);
        foreach (var tile in LogitTile.Of(rows_RD, columns_BD, input))
        {
            using var tileScope = NewDisposeScope();
            using var logits_TB = tile.Logits_TB;
            loss += (nn.functional.softplus(logits_TB).sum(ScalarType.Float64)
                - tile.Diagonal(logits_TB).sum(ScalarType.Float64)).ToDouble();
            var g_TB = sigmoid(logits_TB);
            tile.Diagonal(g_TB).sub_(1);
            g_TB.div_(input.GlobalBatch);
            product += tile.Backward(g_TB, columns_BD, input.Scale, gradients_RD);
            sum += g_TB.sum(ScalarType.Float64).ToDouble();
        }

        return (gradients_RD, loss / input.GlobalBatch, product, sum);
    }
}
