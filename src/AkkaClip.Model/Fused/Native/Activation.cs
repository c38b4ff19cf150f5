namespace AkkaClip.Model.Fused.Native;

/// <summary>Activation functions of the kernels.</summary>
internal enum Activation
{
    None,

    /// <summary>x Phi(x), exact.</summary>
    Gelu,

    /// <summary>x sigmoid(1.702 x).</summary>
    QuickGelu,
}
