using System.Runtime.InteropServices;

namespace AkkaClip.Model.Fused.Native;

/// <summary>A matrix product; mirrors <c>GemmCall</c> of akkaclip_kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GemmCall
{
    public float* A;
    public float* B;
    public float* C;
    public GemmEpilogue* Epilogue;
    public long M;
    public long N;
    public long K;
    public long StrideA;
    public long StrideB;
    public long StrideC;
    public int TransposeA;
    public int TransposeB;
    public int Accumulate;

    /// <summary>0: fp32; 1: operands rounded to bf16, sums in fp32.</summary>
    public int Precision;
}
