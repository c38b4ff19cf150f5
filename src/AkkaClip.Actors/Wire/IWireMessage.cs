namespace AkkaClip.Actors.Wire;

/// <summary>A message that may travel between nodes: made of ids, scalars, names and actor references, never of tensors.</summary>
public interface IWireMessage;
