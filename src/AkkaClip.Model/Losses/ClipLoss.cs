using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>
/// The symmetric cross entropy of CLIP (Radford et al. 2021). With Z = s U V^T, a_i = lse_j Z_ij and c_j = lse_i Z_ij:
/// <code>
/// L = 1/(2B) sum_i (a_i - Z_ii) + (c_i - Z_ii)      G = 1/(2B) (exp(Z - a 1^T) + exp(Z - 1 c^T) - 2 I)
/// dL/dU = s G V                                     dL/dV = s G^T U             dL/ds = sum_ij G_ij Z_ij / s
/// </code>
/// A rank needs all embeddings, and a and c of all rows: two vectors of B floats are all that is exchanged here.
/// </summary>
public sealed class ClipLoss : IContrastiveLoss
{
    public LossOutput Compute(LossInput input, Func<Tensor, Tensor> gather)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var (images_RD, texts_RD) = (input.OwnImages_RD(), input.OwnTexts_RD());
        var imageNormalizers_R = Normalizers(images_RD, input.Texts_BD, input);
        var textNormalizers_R = Normalizers(texts_RD, input.Images_BD, input);
        var imageNormalizers_B = gather(imageNormalizers_R);
        var textNormalizers_B = gather(textNormalizers_R);

        var matches = (images_RD * texts_RD).sum(ScalarType.Float64).ToDouble() * input.Scale;
        var normalizers = (imageNormalizers_R.sum(ScalarType.Float64) + textNormalizers_R.sum(ScalarType.Float64)).ToDouble();
        var (imageGradients_RD, logitProduct) =
            Gradients(images_RD, input.Texts_BD, imageNormalizers_R, textNormalizers_B, input);
        var (textGradients_RD, _) = Gradients(texts_RD, input.Images_BD, textNormalizers_R, imageNormalizers_B, input);
        return new LossOutput(
            (normalizers - (2 * (matches + (input.Bias * input.Count)))) / (2.0 * input.GlobalBatch),
            imageGradients_RD.MoveToOuterDisposeScope(),
            textGradients_RD.MoveToOuterDisposeScope(),
            logitProduct / input.Scale,
            BiasGradient: 0);
    }

    /// <summary>Log-sum-exp of every row of logits, [R].</summary>
    private static Tensor Normalizers(Tensor rows_RD, Tensor columns_BD, LossInput input)
    {
        var normalizers_R = empty(input.Count, float32, rows_RD.device);
        foreach (var tile in LogitTile.Of(rows_RD, columns_BD, input))
        {
            using var logits_TB = tile.Logits_TB;
            normalizers_R.narrow(0, tile.Start, tile.Count).copy_(logits_TB.logsumexp(1));
        }

        return normalizers_R;
    }

    /// <returns>dL/d rows [R, d], and this rank's part of sum_ij G_ij Z_ij.</returns>
    private static (Tensor Gradients_RD, double LogitProduct) Gradients(
        Tensor rows_RD, Tensor columns_BD, Tensor own_R, Tensor others_B, LossInput input)
    {
        var gradients_RD = empty_like(rows_RD);
        var product = 0.0;
        foreach (var tile in LogitTile.Of(rows_RD, columns_BD, input))
        {
            using var tileScope = NewDisposeScope();
            using var logits_TB = tile.Logits_TB;
            var g_TB = (logits_TB - own_R.narrow(0, tile.Start, tile.Count).unsqueeze(1)).exp_();
            g_TB.add_((logits_TB - others_B).exp_());
            tile.Diagonal(g_TB).sub_(2);
            g_TB.div_(2.0 * input.GlobalBatch);
            product += tile.Backward(g_TB, columns_BD, input.Scale, gradients_RD);
        }

        return (gradients_RD, product);
    }
}
