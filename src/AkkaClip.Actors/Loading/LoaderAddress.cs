namespace AkkaClip.Actors.Loading;

/// <summary>A node that serves the batches of a run.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Endpoint">Where the data plane finds it.</param>
public sealed record LoaderAddress(string Node, string Endpoint);
