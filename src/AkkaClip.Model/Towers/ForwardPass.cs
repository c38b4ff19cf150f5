namespace AkkaClip.Model.Towers;

/// <summary>What a forward pass is for.</summary>
public enum ForwardPass
{
    /// <summary>No patch dropout, running batch statistics, nothing kept.</summary>
    Evaluation,

    /// <summary>Training arithmetic, nothing kept: the first pass of the gradient cache.</summary>
    Embedding,

    /// <summary>Training arithmetic, kept for the backward pass.</summary>
    Training,
}
