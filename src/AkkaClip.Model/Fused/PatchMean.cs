using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>The mean of the patches; the class token ahead of them takes part in the blocks alone.</summary>
internal sealed unsafe class PatchMean(int width) : IRowPooling
{
    public void Forward(float* rows, float* pooled, PackedSequences sequences) =>
        Kernels.PatchMeanForward(rows, sequences.Start.Pointer, sequences.Length.Pointer, pooled, sequences.Count, width);

    public void Backward(float* gradPooled, float* gradRows, PackedSequences sequences) =>
        Kernels.PatchMeanBackward(gradPooled, sequences.Start.Pointer, sequences.Length.Pointer, gradRows, sequences.Count, width);
}
