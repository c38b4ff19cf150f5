using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>Features divided by their L2 norm, and the gradient through that. Shapes: b rows, width d.</summary>
public sealed class UnitEmbeddings : IDisposable
{
    /// <summary>Norms below this count as this, as in PyTorch's normalize.</summary>
    private const double MinNorm = 1e-12;

    private readonly Tensor _norms_B1;

    /// <param name="features_BD">Read, not taken over.</param>
    public UnitEmbeddings(Tensor features_BD)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _norms_B1 = features_BD.square().sum([1], keepdim: true).sqrt().clamp_min(MinNorm).DetachFromDisposeScope();
        Units_BD = (features_BD / _norms_B1).DetachFromDisposeScope();
    }

    /// <summary>fp32 [b, d]</summary>
    public Tensor Units_BD { get; }

    /// <summary>With u = f / |f|: dL/df = (dL/du - u (u . dL/du)) / |f|.</summary>
    /// <param name="gradients_BD">dL/du</param>
    public Tensor FeatureGradients(Tensor gradients_BD)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var along_B1 = (Units_BD * gradients_BD).sum([1], keepdim: true);
        return ((gradients_BD - (Units_BD * along_B1)) / _norms_B1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _norms_B1.Dispose();
        Units_BD.Dispose();
    }
}
