using System.Runtime.InteropServices;

namespace AkkaClip.Model.Fused.Native;

/// <summary>Attention of packed sequences; mirrors <c>AttentionCall</c> of akkaclip_kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AttentionCall
{
    public float* Q;
    public float* K;
    public float* V;
    public float* Output;
    public float* LogSumExp;
    public int* QueryStart;
    public int* QueryLength;
    public int* KeyStart;
    public int* KeyLength;
    public long StrideQ;
    public long StrideK;
    public long StrideV;
    public long StrideOutput;
    public int Sequences;
    public int Heads;
    public int HeadWidth;
    public int Causal;
    public float* GradOutput;
    public float* GradQ;
    public float* GradK;
    public float* GradV;
}
