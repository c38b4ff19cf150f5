namespace AkkaClip.Model.Replicas;

/// <summary>A state does not belong to the model that should take it over.</summary>
public sealed class ReplicaStateException(string message) : Exception(message);
