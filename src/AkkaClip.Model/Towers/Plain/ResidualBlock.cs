using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>A pre-norm transformer block, with LayerScale (Touvron et al. 2021) where the model has it.</summary>
internal sealed class ResidualBlock(LeafSource leaves, int heads, Arithmetic arithmetic)
{
    private readonly Attention _attention = new(leaves.Under("attn"), heads, arithmetic);

    /// <summary>[b, L, W] to [b, L, W].</summary>
    public Tensor Forward(Tensor x_BLW, bool causal)
    {
        var normed_BLW = Arithmetic.LayerNorm(x_BLW, leaves.Under("ln_1"));
        return AddMlp(x_BLW + Scale(_attention.Forward(normed_BLW, causal), "ls_1.gamma"));
    }

    /// <summary>The block's output at one token a sample: keys and values for all, everything else for that token alone.</summary>
    /// <param name="pooledRows">Where that token is among the b L rows, int64 [b].</param>
    /// <param name="visible_B11L">Which tokens it sees; null: all.</param>
    /// <returns>[b, W]</returns>
    public Tensor ForwardPooled(Tensor x_BLW, Tensor pooledRows, Tensor? visible_B11L)
    {
        var normed_BLW = Arithmetic.LayerNorm(x_BLW, leaves.Under("ln_1"));
        var mixed_B1W = _attention.ForwardPooled(normed_BLW, Rows(normed_BLW, pooledRows).unsqueeze(1), visible_B11L);
        return AddMlp(Rows(x_BLW, pooledRows) + Scale(mixed_B1W.squeeze(1), "ls_1.gamma"));
    }

    /// <summary>Picks rows of [b, L, W] counted over all samples.</summary>
    public static Tensor Rows(Tensor x_BLW, Tensor rows) => x_BLW.reshape(-1, x_BLW.shape[2]).index_select(0, rows);

    private Tensor AddMlp(Tensor x)
    {
        var hidden = arithmetic.Linear(
            Arithmetic.LayerNorm(x, leaves.Under("ln_2")), leaves["mlp.c_fc.weight"], leaves["mlp.c_fc.bias"]);
        var output = arithmetic.Linear(arithmetic.Activate(hidden), leaves["mlp.c_proj.weight"], leaves["mlp.c_proj.bias"]);
        return x + Scale(output, "ls_2.gamma");
    }

    private Tensor Scale(Tensor x, string name) => leaves.Has(name) ? x * leaves[name] : x;
}
