namespace AkkaClip.Actors.Training;

/// <summary>A trainer cannot go on with the replica that it has; its supervisor gives it a new one.</summary>
public sealed class TrainerFailedException(string message, Exception? inner = null) : Exception(message, inner);
