namespace Akka.Cluster;

/// <summary>What a leader changes: pure, so that the daemon only carries it out.</summary>
internal static class LeaderActions
{
    /// <summary>
    /// With convergence: joining and weakly up members come up in the order of their addresses, where there are enough
    /// of them; leaving ones exit; down or exiting ones that cannot be reached, and those that confirmed their exit, are
    /// removed.
    /// </summary>
    /// <returns>What to change; null where nothing is to be done.</returns>
    public static LeaderDecision OnConvergence(Gossip gossip, ImmutableHashSet<UniqueAddress> exitingConfirmed, bool enoughMembers)
    {
        var removedUnreachable = gossip.Overview.Reachability.AllUnreachableOrTerminated
            .Select(gossip.GetMember)
            .Where(m => MembershipState.RemoveUnreachableWithMemberStatus.Contains(m.Status))
            .ToImmutableHashSet();
        var removedExiting = exitingConfirmed
            .Where(node => gossip.GetMember(node).Status == MemberStatus.Exiting)
            .ToImmutableHashSet();
        var changed = ComingUp(gossip, enoughMembers)
            .Concat(gossip.Members.Where(m => m.Status == MemberStatus.Leaving).Select(m => m.Copy(MemberStatus.Exiting)))
            .ToImmutableSortedSet();
        if (changed.IsEmpty && removedUnreachable.IsEmpty && removedExiting.IsEmpty)
            return null;

        var removed = removedExiting.Union(removedUnreachable.Select(m => m.UniqueAddress));
        var overview = new GossipOverview(gossip.SeenBy.Except(removed), gossip.Overview.Reachability.Remove(removed));
        // The removed nodes' counts go, too. Where another member changes something meanwhile, merging prunes likewise.
        var version = removed.Aggregate(gossip.Version, (clock, node) => clock.Prune(VclockNodeOf(node)));
        var members = gossip.Update(changed).Members.Where(m => !removed.Contains(m.UniqueAddress)).ToImmutableSortedSet();
        return new LeaderDecision(new Gossip(members, overview, version), changed, removedUnreachable, removedExiting);
    }

    /// <summary>Without convergence for a while: joining members that can be reached are let in weakly.</summary>
    public static LeaderDecision ToWeaklyUp(MembershipState state)
    {
        var reachability = state.ReachabilityExcludingDownedObservers;
        var changed = state.Members
            .Where(m => m.Status == MemberStatus.Joining && reachability.IsReachable(m.UniqueAddress))
            .Select(m => m.Copy(MemberStatus.WeaklyUp))
            .ToImmutableSortedSet();
        return changed.IsEmpty ? null : new LeaderDecision(state.LatestGossip.Update(changed), changed, [], []);
    }

    public static bool IsMinNrOfMembersFulfilled(Gossip gossip, ClusterSettings settings) =>
        gossip.Members.Count >= settings.MinNrOfMembers
        && settings.MinNrOfMembersOfRole.All(role => gossip.Members.Count(m => m.HasRole(role.Key)) >= role.Value);

    public static VectorClock.Node VclockNodeOf(UniqueAddress node) => VectorClock.Node.Create($"{node.Address}-{node.Uid}");

    private static IEnumerable<Member> ComingUp(Gossip gossip, bool enoughMembers)
    {
        if (!enoughMembers)
            return [];
        // A removed member's number may be given again: only present members are compared by it.
        var youngest = gossip.YoungestMember.UpNumber;
        var next = youngest == int.MaxValue ? 0 : youngest;
        return gossip.Members
            .Where(m => m.Status is MemberStatus.Joining or MemberStatus.WeaklyUp)
            .Select(m => m.CopyUp(++next));
    }
}
