using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>
/// Multi-head attention with one fused projection of queries, keys and values; the heads are views of its result.
/// Shapes: b samples, L tokens, W width, H heads, h = W / H.
/// </summary>
internal sealed class Attention(LeafSource leaves, int heads, Arithmetic arithmetic)
{
    /// <param name="x_BLW">Normalised input.</param>
    public Tensor Forward(Tensor x_BLW, bool causal)
    {
        var (b, length, width) = (x_BLW.shape[0], x_BLW.shape[1], x_BLW.shape[2]);
        var qkv = arithmetic.Linear(x_BLW, leaves["in_proj_weight"], leaves["in_proj_bias"])
            .view(b, length, 3, heads, width / heads)
            .permute(2, 0, 3, 1, 4)
            .unbind(0);
        var mixed_BHLh = nn.functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], null, 0.0, causal);
        return Output(mixed_BHLh.transpose(1, 2).reshape(b, length, width));
    }

    /// <summary>Attention of one token a sample over the whole sequence.</summary>
    /// <param name="x_BLW">Normalised input.</param>
    /// <param name="pooled_B1W">The rows of <paramref name="x_BLW"/> that ask.</param>
    /// <param name="visible_B11L">Which tokens the asking one sees; null: all.</param>
    /// <returns>[b, 1, W]</returns>
    public Tensor ForwardPooled(Tensor x_BLW, Tensor pooled_B1W, Tensor? visible_B11L)
    {
        var (b, length, width) = (x_BLW.shape[0], x_BLW.shape[1], x_BLW.shape[2]);
        var (weight, bias) = (leaves["in_proj_weight"], leaves["in_proj_bias"]);
        var q_BH1h = arithmetic.Linear(pooled_B1W, weight.narrow(0, 0, width), bias.narrow(0, 0, width))
            .view(b, 1, heads, width / heads)
            .transpose(1, 2);
        var kv = arithmetic.Linear(x_BLW, weight.narrow(0, width, 2 * width), bias.narrow(0, width, 2 * width))
            .view(b, length, 2, heads, width / heads)
            .permute(2, 0, 3, 1, 4)
            .unbind(0);
        var mixed_BH1h = nn.functional.scaled_dot_product_attention(q_BH1h, kv[0], kv[1], visible_B11L, 0.0, false);
        return Output(mixed_BH1h.transpose(1, 2).reshape(b, 1, width));
    }

    private Tensor Output(Tensor mixed_BLW) =>
        arithmetic.Linear(mixed_BLW, leaves["out_proj.weight"], leaves["out_proj.bias"]);
}
