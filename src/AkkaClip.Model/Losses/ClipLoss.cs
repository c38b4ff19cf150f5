using System.Collections.Immutable;
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
        var imageNormalizers_R = empty(input.Count, float32, input.Images_BD.device);
        var textNormalizers_R = empty_like(imageNormalizers_R);
        foreach (var part in input.Split())
        {
            FillNormalizers(Own(imageNormalizers_R, part, input), part.OwnImages_RD(), input.Texts_BD, part);
            FillNormalizers(Own(textNormalizers_R, part, input), part.OwnTexts_RD(), input.Images_BD, part);
        }

        var imageNormalizers_B = gather(imageNormalizers_R);
        var textNormalizers_B = gather(textNormalizers_R);

        var imageGradients_RD = empty_like(input.OwnImages_RD());
        var textGradients_RD = empty_like(input.OwnTexts_RD());
        var shares = ImmutableArray.CreateBuilder<LossShare>();
        foreach (var part in input.Split())
        {
            var own = Own(imageNormalizers_R, part, input);
            var others = Own(textNormalizers_R, part, input);
            var matches = OrderedSum.Of(part.OwnImages_RD() * part.OwnTexts_RD()) * input.Scale;
            var normalizers = OrderedSum.Of(own) + OrderedSum.Of(others);
            var logitProduct = FillGradients(Own(imageGradients_RD, part, input), part.OwnImages_RD(), input.Texts_BD, own, textNormalizers_B, part);
            FillGradients(Own(textGradients_RD, part, input), part.OwnTexts_RD(), input.Images_BD, others, imageNormalizers_B, part);
            shares.Add(new LossShare(
                (normalizers - (2 * (matches + (input.Bias * part.Count)))) / (2.0 * input.GlobalBatch), logitProduct / input.Scale, BiasGradient: 0));
        }

        return new LossOutput(shares.ToImmutable(), imageGradients_RD.MoveToOuterDisposeScope(), textGradients_RD.MoveToOuterDisposeScope());
    }

    /// <summary>A part's rows of what has one for each row of this rank.</summary>
    private static Tensor Own(Tensor all_R, LossInput part, LossInput input) => all_R.narrow(0, part.FirstRow - input.FirstRow, part.Count);

    /// <summary>Log-sum-exp of every row of logits.</summary>
    private static void FillNormalizers(Tensor normalizers_R, Tensor rows_RD, Tensor columns_BD, LossInput input)
    {
        foreach (var tile in LogitTile.Of(rows_RD, columns_BD, input))
        {
            using var logits_TB = tile.Logits_TB;
            normalizers_R.narrow(0, tile.Start, tile.Count).copy_(logits_TB.logsumexp(1));
        }
    }

    /// <param name="gradients_RD">Takes dL/d rows.</param>
    /// <returns>These rows' part of sum_ij G_ij Z_ij.</returns>
    private static double FillGradients(
        Tensor gradients_RD, Tensor rows_RD, Tensor columns_BD, Tensor own_R, Tensor others_B, LossInput input)
    {
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

        return product;
    }
}
