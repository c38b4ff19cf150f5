using static TorchSharp.torch;

namespace AkkaClip.Model.Towers;

/// <summary>One tower of one replica over the flat parameters. Shapes: b samples, embedding width d.</summary>
/// <remarks>
/// Used by one thread. Parameters are read afresh by every forward pass. The random choices of a pass depend on the
/// input's seeds alone, so that a pass can be replayed, and any split over trainers computes the same.
/// </remarks>
public interface ITower<TInput> : IDisposable
{
    /// <summary>Features, not normalised: fp32 [b, d] on the replica's device, without graph. The caller disposes them.</summary>
    Tensor Forward(TInput input, ForwardPass pass);

    /// <summary>
    /// Adds the parameters' gradients of the last <see cref="ForwardPass.Training"/> pass to the flat gradients,
    /// and lets go of what was kept.
    /// </summary>
    /// <param name="featureGradients_BD">d loss / d features, fp32 [b, d].</param>
    /// <exception cref="InvalidOperationException">No pass is kept.</exception>
    void Backward(Tensor featureGradients_BD);

    /// <summary>Lets go of a kept pass, if there is one.</summary>
    void Forget();
}
