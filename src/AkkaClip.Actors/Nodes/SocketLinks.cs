using System.Collections.Immutable;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Nodes;

/// <summary>Links between trainers of any nodes, over the data plane of this one.</summary>
public sealed class SocketLinks(DataPlaneListener listener, SocketGroupOptions options) : ITrainerLinks
{
    public string Endpoint => listener.Endpoint.ToString();

    public ICollectiveMember Join(Generation generation, TrainerId trainer, ImmutableArray<string> endpoints) => SocketGroup.Join(
        generation,
        trainer,
        generation.Members.Zip(endpoints).ToDictionary(member => member.First, member => DataPlaneEndpoint.Parse(member.Second)),
        listener,
        options);

    public void Forget(RunId run) => listener.Forget(run);
}
