using System.Collections.Immutable;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Snapshots;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Nodes;

/// <summary>Links between trainers of any nodes, over the data plane of this one.</summary>
/// <param name="share">Offers states to other nodes.</param>
/// <param name="client">Asks other nodes for theirs.</param>
public sealed class SocketLinks(DataPlaneListener listener, SnapshotShare share, BulkClient client, SocketGroupOptions options) : ITrainerLinks
{
    public string Endpoint => listener.Endpoint.ToString();

    public ICollectiveMember Join(Generation generation, TrainerId trainer, ImmutableArray<string> endpoints) => SocketGroup.Join(
        generation,
        trainer,
        generation.Members.Zip(endpoints).ToDictionary(member => member.First, member => DataPlaneEndpoint.Parse(member.Second)),
        listener,
        options);

    public IDisposable Offer(string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks) => share.Offer(name, blocks);

    public void Take(string name, IReadOnlyList<string> endpoints, IReadOnlyList<Memory<byte>> blocks) =>
        SnapshotFetch.Run(client, [.. endpoints.Select(DataPlaneEndpoint.Parse)], name, blocks, CancellationToken.None).GetAwaiter().GetResult(); // the replica's own thread has nothing else to do

    public void Forget(RunId run) => listener.Forget(run);
}
