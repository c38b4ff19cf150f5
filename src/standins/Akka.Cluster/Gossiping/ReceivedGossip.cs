namespace Akka.Cluster;

/// <summary>What a member makes of another one's gossip.</summary>
/// <param name="Comparison">How the other's version relates to one's own.</param>
/// <param name="Winner">The gossip to go on with.</param>
/// <param name="TalkBack">Whether the sender lacks something.</param>
internal sealed record ReceivedGossip(VectorClock.Ordering Comparison, Gossip Winner, bool TalkBack)
{
    public static ReceivedGossip Decide(Gossip remote, Gossip local, UniqueAddress self)
    {
        var comparison = remote.Version.CompareTo(local.Version);
        return comparison switch
        {
            VectorClock.Ordering.Same => new(comparison, remote.MergeSeen(local), !remote.SeenByNode(self)),
            VectorClock.Ordering.Before => new(comparison, local, true),
            VectorClock.Ordering.After => new(comparison, remote, !remote.SeenByNode(self)),
            _ => new(comparison, PruneRemoved(remote, local).Merge(PruneRemoved(local, remote)), true),
        };
    }

    // A down or exiting member that the other side does not know was removed there: drop its count, as that leader did.
    private static Gossip PruneRemoved(Gossip gossip, Gossip other) => gossip.Members
        .Where(m => MembershipState.RemoveUnreachableWithMemberStatus.Contains(m.Status) && !other.HasMember(m.UniqueAddress))
        .Aggregate(gossip, (pruned, m) => pruned.Prune(LeaderActions.VclockNodeOf(m.UniqueAddress)));
}
