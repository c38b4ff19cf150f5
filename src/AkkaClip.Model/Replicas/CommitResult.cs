namespace AkkaClip.Model.Replicas;

/// <summary>What a commit did.</summary>
/// <param name="NumCommits">Commits so far, this one included.</param>
/// <param name="ClipFactor">What the gradient was multiplied by, (0, 1].</param>
/// <param name="LogitScale">exp(logit_scale) after the clamp.</param>
public sealed record CommitResult(long NumCommits, double ClipFactor, double LogitScale);
