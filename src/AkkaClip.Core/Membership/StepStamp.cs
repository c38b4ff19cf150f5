namespace AkkaClip.Core.Membership;

/// <summary>What every message and every frame of the data plane carries.</summary>
/// <param name="Run">The run.</param>
/// <param name="Generation">The generation's number, from 1.</param>
/// <param name="Step">The step that is computed, from 0.</param>
public readonly record struct StepStamp(RunId Run, int Generation, long Step)
{
    public override string ToString() => $"run {Run}, generation {Generation}, step {Step}";
}
