namespace AkkaClip.Data.Batches;

/// <summary>A contiguous part of the endless sample stream: positions <c>[FirstPosition, FirstPosition + Count)</c>.</summary>
/// <param name="FirstPosition">0 or more.</param>
/// <param name="Count">Samples, 1 or more.</param>
public readonly record struct BatchSlice(long FirstPosition, int Count);
