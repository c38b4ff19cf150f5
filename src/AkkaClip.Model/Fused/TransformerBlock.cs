using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>
/// A pre-norm residual block over packed sequences, forward and backward written out:
/// <code>
/// middle = x + scale1 * out_proj(attention(in_proj(ln_1(x))))
/// y      = middle + scale2 * c_proj(activation(c_fc(ln_2(middle))))
/// </code>
/// Shapes: x [T, W], y [R, W], R = T. A pooled block computes y for one row of each sequence only: keys and values for
/// all T rows, everything else for R = number of sequences.
/// </summary>
internal sealed unsafe class TransformerBlock
{
    private readonly BlockShape _shape;
    private readonly BlockAttention _attention;
    private readonly LayerNorm _norm2;
    private readonly Linear _expand;
    private readonly Linear _contract;
    private readonly Weight? _scale2;

    public TransformerBlock(WeightSource weights, BlockShape shape, bool pooled)
    {
        _shape = shape;
        _attention = new BlockAttention(weights, shape, pooled);
        _norm2 = new LayerNorm(weights.Under("ln_2"), shape.Width);
        var (expand, contract) = (weights.Under("mlp.c_fc"), weights.Under("mlp.c_proj"));
        _expand = new Linear(expand["weight"], expand["bias"], shape.Width, shape.MlpWidth, shape.Precision);
        _contract = new Linear(contract["weight"], contract["bias"], shape.MlpWidth, shape.Width, shape.Precision);
        _scale2 = weights.Find("ls_2.gamma");
        IsPooled = pooled;
        IsTrained = weights.AnyTrained("");
    }

    public bool IsPooled { get; }

    public bool IsTrained { get; }

    /// <summary>R.</summary>
    public int OutputRows(PackedSequences sequences) => IsPooled ? sequences.Count : sequences.Rows;

    /// <param name="x">[T, W]</param>
    /// <param name="y">[R, W]; not x.</param>
    public void Forward(float* x, float* y, PackedSequences sequences, BlockMemory memory, BlockScratch scratch)
    {
        var rows = OutputRows(sequences);
        memory.Take(sequences.Rows, rows, IsPooled);
        scratch.Take(sequences.Rows, rows, backward: false);
        _attention.Forward(x, sequences, memory, scratch);
        _norm2.Forward(memory.Middle, scratch.Normed, memory.Norm2, rows);
        _expand.Forward(scratch.Normed, scratch.Activated, rows, _shape.Activation, memory.Hidden);
        _contract.Forward(scratch.Activated, y, rows, memory.Middle, _scale2, memory.MlpBranch);
    }

    /// <summary>Adds the gradients of the parameters. Uses <see cref="BlockMemory.Hidden"/> up.</summary>
    /// <param name="x">The forward pass's input [T, W].</param>
    /// <param name="gradY">[R, W]; is overwritten.</param>
    /// <param name="gradX">[T, W]; the same as gradY unless the block is pooled.</param>
    public void Backward(
        float* x, float* gradY, float* gradX, PackedSequences sequences, BlockMemory memory, BlockScratch scratch)
    {
        var rows = OutputRows(sequences);
        scratch.Take(sequences.Rows, rows, backward: true);
        var gradBranch = gradY;
        if (_scale2 is { } scale)
        {
            gradBranch = scratch.Rows;
            Kernels.LayerScaleBackward(
                gradY, memory.MlpBranch, scale.Values, gradBranch, scale.Gradients, rows, _shape.Width);
        }

        _contract.BackwardInput(gradBranch, scratch.Activated, rows, _shape.Activation, memory.Hidden);
        var activated = memory.Hidden;
        _contract.BackwardWeight(gradBranch, activated, rows);
        _norm2.Repeat(memory.Middle, memory.Norm2, scratch.Normed, rows);
        _expand.BackwardWeight(scratch.Activated, scratch.Normed, rows);
        _expand.BackwardInput(scratch.Activated, scratch.GradNormed, rows);
        _norm2.Backward(scratch.GradNormed, memory.Middle, memory.Norm2, gradY, rows, accumulate: true);
        _attention.Backward(x, gradY, gradX, sequences, memory, scratch);
    }
}
