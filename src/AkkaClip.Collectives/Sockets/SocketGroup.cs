using AkkaClip.Collectives.Links;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Sockets;

/// <summary>The members of one generation, wherever they run, linked by sockets.</summary>
public static class SocketGroup
{
    /// <summary>
    /// This trainer's end. Links are set up in the background, within the listener's limits; operations may be called at
    /// once, and fail with the group when a peer cannot be linked.
    /// </summary>
    /// <param name="generation">Who takes part.</param>
    /// <param name="self">The member that joins.</param>
    /// <param name="endpoints">Where each member of the generation listens.</param>
    /// <param name="listener">This node's; any number of groups share it.</param>
    /// <param name="options">Equal at all members.</param>
    /// <exception cref="InvalidOperationException">
    /// The trainer is no member, has joined already, or this node knows a newer generation of the run.
    /// </exception>
    /// <exception cref="ArgumentException">A member has no endpoint.</exception>
    public static ICollectiveMember Join(
        Generation generation, TrainerId self, IReadOnlyDictionary<TrainerId, DataPlaneEndpoint> endpoints, DataPlaneListener listener, SocketGroupOptions options)
    {
        if (generation.RankOf(self) is null)
            throw new InvalidOperationException($"Trainer {self} is no member of {generation}.");
        foreach (var other in generation.Members)
        {
            if (!endpoints.ContainsKey(other))
                throw new ArgumentException($"Trainer {other} of {generation} has no endpoint.", nameof(endpoints));
        }
        var hosts = new HostLayout([.. generation.Members.Select(other => endpoints[other].HostId)]);
        var member = new SocketMember(generation, self, hosts, listener, options);
        member.Open(endpoints);
        return member;
    }
}
