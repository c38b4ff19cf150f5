namespace AkkaClip.Actors.Checkpoints;

/// <summary>A checkpoint cannot be written or used; the message says which one and why.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
