using AkkaClip.Collectives.Bulk;

namespace AkkaClip.Collectives.Snapshots;

/// <summary>Offers immutable states by name, for other nodes to pull stripe by stripe while this one goes on.</summary>
public sealed class SnapshotShare(BulkServer server) : IDisposable
{
    /// <summary>Offers bytes until the returned object is disposed; they must not change and stay allocated until then.</summary>
    /// <param name="name">The same at all nodes that hold the same state, such as <c>run-7/step-120</c>.</param>
    /// <param name="blocks">Parts of the state, in an order that is the same everywhere.</param>
    /// <exception cref="InvalidOperationException">The name is offered already.</exception>
    public IDisposable Offer(string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks) => throw new NotSupportedException($"{server}{name}{blocks}");

    public void Dispose()
    {
    }
}
