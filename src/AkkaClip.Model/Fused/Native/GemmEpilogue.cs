using System.Runtime.InteropServices;

namespace AkkaClip.Model.Fused.Native;

/// <summary>What a matrix product does to its finished tiles; mirrors <c>GemmEpilogue</c> of akkaclip_kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GemmEpilogue
{
    public float* Bias;
    public float* Scale;
    public float* Residual;
    public float* Saved;
    public long Stride;
    public Activation Activation;
    public int Gradient;
}
