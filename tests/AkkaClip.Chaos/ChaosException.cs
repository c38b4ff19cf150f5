namespace AkkaClip.Chaos;

/// <summary>The trial cannot go on: something that a cluster must survive was not survived, or could not be done to it.</summary>
public sealed class ChaosException(string message, Exception? inner = null) : Exception(message, inner);
