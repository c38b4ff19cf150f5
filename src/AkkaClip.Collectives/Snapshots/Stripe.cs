namespace AkkaClip.Collectives.Snapshots;

/// <summary>A part of one block of a state.</summary>
/// <param name="Index">Its number among all stripes.</param>
/// <param name="Block">The block.</param>
/// <param name="Start">First byte in the block.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct Stripe(int Index, int Block, int Start, int Length);
