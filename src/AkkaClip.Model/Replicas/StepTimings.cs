namespace AkkaClip.Model.Replicas;

/// <summary>Where the wall time of a step went. Waiting for peers counts to the phase that waits.</summary>
/// <param name="Forward">Both towers, the gradient cache's first pass included.</param>
/// <param name="Gather">Waiting for the embeddings of the other ranks.</param>
/// <param name="Loss">Loss and embedding gradients, with the exchange of normalisers.</param>
/// <param name="Backward">Both towers, the gradient cache's second forward pass included.</param>
/// <param name="Reduce">Waiting for the sums of gradients.</param>
public readonly record struct StepTimings(
    TimeSpan Forward, TimeSpan Gather, TimeSpan Loss, TimeSpan Backward, TimeSpan Reduce)
{
    public TimeSpan Total => Forward + Gather + Loss + Backward + Reduce;
}
