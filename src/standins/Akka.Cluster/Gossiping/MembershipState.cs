namespace Akka.Cluster;

/// <summary>A gossip as one member sees it: who leads, and whether all agree.</summary>
internal sealed class MembershipState
{
    public static readonly ImmutableHashSet<MemberStatus> ConvergenceSkipUnreachableWithMemberStatus = [MemberStatus.Down, MemberStatus.Exiting];
    public static readonly ImmutableHashSet<MemberStatus> RemoveUnreachableWithMemberStatus = [MemberStatus.Down, MemberStatus.Exiting];

    private static readonly ImmutableHashSet<MemberStatus> ConvergenceMemberStatus = [MemberStatus.Up, MemberStatus.Leaving];
    private static readonly ImmutableHashSet<MemberStatus> LeaderMemberStatus = [MemberStatus.Up, MemberStatus.Leaving];

    public MembershipState(Gossip latestGossip, UniqueAddress selfUniqueAddress)
    {
        LatestGossip = latestGossip;
        SelfUniqueAddress = selfUniqueAddress;
    }

    public Gossip LatestGossip { get; }

    public UniqueAddress SelfUniqueAddress { get; }

    public Member SelfMember => LatestGossip.GetMember(SelfUniqueAddress);

    public GossipOverview Overview => LatestGossip.Overview;

    public ImmutableSortedSet<Member> Members => LatestGossip.Members;

    public UniqueAddress Leader => LeaderOf(Members);

    /// <summary>Who cannot reach whom, where a downed member's word does not count.</summary>
    public Reachability ReachabilityExcludingDownedObservers => Overview.Reachability.RemoveObservers(
        [.. Members.Where(m => m.Status == MemberStatus.Down).Select(m => m.UniqueAddress)]);

    public bool IsLeader(UniqueAddress node) => node.Equals(Leader);

    public UniqueAddress RoleLeader(string role) => LeaderOf([.. Members.Where(m => m.HasRole(role))]);

    /// <summary>
    /// Of the members that can be reached, the first by address that is up or leaving; where none is, the fittest.
    /// Null where there are none.
    /// </summary>
    public UniqueAddress LeaderOf(IImmutableSet<Member> mbrs)
    {
        var candidates = mbrs
            .Where(m => m.Status != MemberStatus.Down
                && (m.UniqueAddress == SelfUniqueAddress || Overview.Reachability.IsReachable(m.UniqueAddress)))
            .Order(Member.Ordering)
            .ToArray();
        var leader = Array.Find(candidates, m => LeaderMemberStatus.Contains(m.Status)) ?? candidates.Min(Member.LeaderStatusOrdering);
        return leader?.UniqueAddress;
    }

    /// <summary>
    /// Whether all members that count have seen this gossip: those up or leaving, but for the ones that confirmed their
    /// exit. One that is unreachable and neither down nor exiting stands in the way.
    /// </summary>
    public bool Convergence(IImmutableSet<UniqueAddress> exitingConfirmed) =>
        ReachabilityExcludingDownedObservers.AllUnreachableOrTerminated
            .Where(node => node != SelfUniqueAddress && !exitingConfirmed.Contains(node))
            .All(node => ConvergenceSkipUnreachableWithMemberStatus.Contains(LatestGossip.GetMember(node).Status))
        && Members.All(m => !ConvergenceMemberStatus.Contains(m.Status)
            || LatestGossip.SeenByNode(m.UniqueAddress) || exitingConfirmed.Contains(m.UniqueAddress));

    public MembershipState Seen() => Copy(LatestGossip.Seen(SelfUniqueAddress));

    public MembershipState Copy(Gossip gossip) => new(gossip, SelfUniqueAddress);

    public bool ValidNodeForGossip(UniqueAddress node) =>
        node != SelfUniqueAddress && Overview.Reachability.IsReachable(SelfUniqueAddress, node);
}
