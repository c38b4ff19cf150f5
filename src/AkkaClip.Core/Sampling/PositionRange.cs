namespace AkkaClip.Core.Sampling;

/// <summary>Consecutive positions of the sample stream.</summary>
public readonly record struct PositionRange(long Start, int Count)
{
    public long End => Start + Count;
}
