using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Bulk;

/// <summary>Serves bulk bytes to other nodes on a node's data plane: batches of a loader, a living replica's state.</summary>
public sealed class BulkServer(DataPlaneListener listener) : IDisposable
{
    /// <summary>Serves a channel until the returned object is disposed.</summary>
    /// <exception cref="InvalidOperationException">The channel is served already.</exception>
    public IDisposable Register(string channel, BulkHandler handler) => throw new NotSupportedException($"{listener}{channel}{handler}");

    public void Dispose()
    {
    }
}
