using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>One row stands for its sequence: the class token, or the end of a text.</summary>
internal sealed unsafe class OneRow(TransformerStack stack, int width) : IRowPooling
{
    public void Forward(float* rows, float* pooled, PackedSequences sequences) =>
        Kernels.GatherRows(rows, Index(sequences), pooled, sequences.Count, width);

    public void Backward(float* gradPooled, float* gradRows, PackedSequences sequences)
    {
        new Span<float>(gradRows, checked((stack.IsPooled ? sequences.Count : sequences.Rows) * width)).Clear();
        Kernels.ScatterAddRows(gradPooled, Index(sequences), gradRows, sequences.Count, width);
    }

    /// <summary>A pooled last block has computed these rows alone.</summary>
    private int* Index(PackedSequences sequences) =>
        stack.IsPooled ? sequences.Index.Pointer : sequences.Pooled.Pointer;
}
