namespace AkkaClip.Core.Sampling;

/// <summary>What stands at a position of the endless sample stream.</summary>
/// <param name="Epoch">Which pass over the data set, from 0.</param>
/// <param name="Index">Which sample of the data set.</param>
public readonly record struct SamplePosition(long Epoch, long Index);
