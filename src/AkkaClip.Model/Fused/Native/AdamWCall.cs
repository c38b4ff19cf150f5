using System.Runtime.InteropServices;

namespace AkkaClip.Model.Fused.Native;

/// <summary>One AdamW step; mirrors <c>AdamWCall</c> of akkaclip_kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamWCall
{
    public float LearningRate;
    public float Beta1;
    public float Beta2;
    public float Epsilon;
    public float WeightDecay;
    public float GradientScale;

    /// <summary>1 - beta1^t.</summary>
    public double Bias1;

    /// <summary>1 - beta2^t.</summary>
    public double Bias2;
    public int ZeroGradient;
}
