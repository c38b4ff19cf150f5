namespace Akka.Cluster;

/// <summary>The events that lead from one state of the membership to the next.</summary>
public partial class ClusterEvent
{
    internal static IEnumerable<IClusterDomainEvent> Diff(MembershipState from, MembershipState to)
    {
        if (ReferenceEquals(from, to))
            return [];
        return
        [
            .. DiffMemberEvents(from, to), .. DiffUnreachable(from, to), .. DiffReachable(from, to), .. DiffLeader(from, to),
            .. DiffRolesLeader(from, to), .. DiffSeen(from, to), .. DiffReachability(from, to),
        ];
    }

    internal static ImmutableList<IMemberEvent> DiffMemberEvents(MembershipState oldState, MembershipState newState)
    {
        var changed = newState.Members.Where(m =>
            !oldState.Members.TryGetValue(m, out var before) || before.Status != m.Status || before.UpNumber != m.UpNumber);
        var removed = oldState.Members.Where(m => !newState.LatestGossip.HasMember(m.UniqueAddress));
        return
        [
            .. changed.Select(EventOf),
            .. removed.Select(m => new MemberRemoved(m.Copy(MemberStatus.Removed), m.Status)),
        ];
    }

    internal static ImmutableList<UnreachableMember> DiffUnreachable(MembershipState oldState, MembershipState newState)
    {
        var before = oldState.Overview.Reachability.AllUnreachableOrTerminated;
        return
        [
            .. newState.Overview.Reachability.AllUnreachableOrTerminated
                .Where(node => !before.Contains(node) && node != newState.SelfUniqueAddress)
                .Select(node => new UnreachableMember(newState.LatestGossip.GetMember(node))),
        ];
    }

    internal static ImmutableList<ReachableMember> DiffReachable(MembershipState oldState, MembershipState newState) =>
    [
        .. oldState.Overview.Reachability.AllUnreachable
            .Where(node => newState.LatestGossip.HasMember(node) && newState.Overview.Reachability.IsReachable(node)
                && node != newState.SelfUniqueAddress)
            .Select(node => new ReachableMember(newState.LatestGossip.GetMember(node))),
    ];

    internal static ImmutableList<LeaderChanged> DiffLeader(MembershipState oldState, MembershipState newState) =>
        newState.Leader == oldState.Leader ? [] : [new LeaderChanged(newState.Leader?.Address)];

    internal static ImmutableHashSet<RoleLeaderChanged> DiffRolesLeader(MembershipState oldState, MembershipState newState) =>
    [
        .. oldState.LatestGossip.AllRoles.Union(newState.LatestGossip.AllRoles)
            .Where(role => newState.RoleLeader(role) != oldState.RoleLeader(role))
            .Select(role => new RoleLeaderChanged(role, newState.RoleLeader(role)?.Address)),
    ];

    internal static ImmutableList<SeenChanged> DiffSeen(MembershipState oldState, MembershipState newState)
    {
        var convergence = newState.Convergence([]);
        var seenBy = newState.LatestGossip.SeenBy;
        return convergence == oldState.Convergence([]) && seenBy.SetEquals(oldState.LatestGossip.SeenBy)
            ? []
            : [new SeenChanged(convergence, [.. seenBy.Select(node => node.Address)])];
    }

    internal static ImmutableList<ReachabilityChanged> DiffReachability(MembershipState oldState, MembershipState newState) =>
        newState.Overview.Reachability.Equals(oldState.Overview.Reachability)
            ? []
            : [new ReachabilityChanged(newState.Overview.Reachability)];

    private static IMemberEvent EventOf(Member member) => member.Status switch
    {
        MemberStatus.Joining => new MemberJoined(member),
        MemberStatus.WeaklyUp => new MemberWeaklyUp(member),
        MemberStatus.Up => new MemberUp(member),
        MemberStatus.Leaving => new MemberLeft(member),
        MemberStatus.Exiting => new MemberExited(member),
        MemberStatus.Down => new MemberDowned(member),
        _ => throw new InvalidOperationException($"A gossip holds a removed member: {member}"),
    };
}
