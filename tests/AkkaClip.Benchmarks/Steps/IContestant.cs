namespace AkkaClip.Benchmarks.Steps;

/// <summary>One way to compute a training step: forward, loss, backward, clip, AdamW.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>One step over the whole batch.</summary>
    void Step();
}
