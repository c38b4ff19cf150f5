using AkkaClip.Collectives.Bulk;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Membership;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>
/// Brings the state that a generation starts from to members that lack it, from all that have it, in hashed stripes. Those
/// who have it keep a copy for the others to take, and begin with the first step meanwhile.
/// </summary>
/// <remarks>
/// One copy a node, until the first step is concluded or the generation is left: by then every member has reduced it, and
/// so holds the state. Used by the replica's thread alone.
/// </remarks>
internal sealed class StateExchange(ITrainerLinks links)
{
    private IDisposable? _offer;

    /// <summary>Keeps a copy of the state for those who lack it, if this member is the one of its node that does.</summary>
    public void Offer(GenerationPlan plan, IReadOnlyList<string> endpoints, TrainerId self, IReplica replica)
    {
        var givers = plan.Givers;
        if (givers.First(giver => EndpointOf(giver) == EndpointOf(self)) == self)
            _offer = links.Offer(NameOf(plan), [.. replica.CaptureState().Blocks.Select(block => (ReadOnlyMemory<byte>)block.Bytes)]);

        string EndpointOf(TrainerId member) => endpoints[plan.Generation.RankOf(member)!.Value];
    }

    /// <summary>Waits until all members are here: from then on everything is offered that will be.</summary>
    /// <exception cref="CollectiveFailedException">A member failed.</exception>
    public static void Meet(ICollective group) =>
        group.AllGather(new float[1], new float[group.WorldSize], [.. Enumerable.Repeat(1, group.WorldSize)]).Complete();

    /// <summary>Takes the state from those who offer it.</summary>
    /// <exception cref="BulkFailedException">None of them has it any more, or what they sent is not what they hold.</exception>
    public ReplicaState Take(GenerationPlan plan, IReadOnlyList<string> endpoints, StateLayout layout)
    {
        var state = layout.Allocate();
        var givers = plan.Givers.Select(giver => endpoints[plan.Generation.RankOf(giver)!.Value]).Distinct().ToArray();
        links.Take(NameOf(plan), givers, [.. state.Blocks.Select(block => block.Bytes)]);
        return state;
    }

    /// <summary>Gives up what is offered. Somebody may be in the midst of a stripe: that is waited for elsewhere.</summary>
    public void Release()
    {
        if (_offer is { } offer)
            _ = Task.Run(offer.Dispose);
        _offer = null;
    }

    /// <summary>A generation begins with one state, and its number is given once.</summary>
    private static string NameOf(GenerationPlan plan) => $"{plan.Generation.Run}/generation-{plan.Generation.Number}";
}
