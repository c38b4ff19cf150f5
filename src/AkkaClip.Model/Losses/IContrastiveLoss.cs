using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>
/// A loss over all pairs of a global batch, with its gradient with respect to one rank's embeddings in closed form.
/// No matrix of logits is ever whole in memory, and all of it is fp32, whatever the towers compute in.
/// </summary>
public interface IContrastiveLoss
{
    /// <param name="gather">
    /// Concatenates a vector of this rank's rows [R] with those of the other ranks, in rank order: [B]. Called equally often
    /// on all ranks.
    /// </param>
    /// <returns>Tensors in the caller's dispose scope.</returns>
    LossOutput Compute(LossInput input, Func<Tensor, Tensor> gather);
}
