namespace Akka.Cluster;

/// <summary>Which status follows which, and which of two views of a member wins.</summary>
public partial class Member
{
    internal static readonly ImmutableDictionary<MemberStatus, ImmutableHashSet<MemberStatus>> AllowedTransitions =
        new Dictionary<MemberStatus, ImmutableHashSet<MemberStatus>>
        {
            [MemberStatus.Joining] = [MemberStatus.WeaklyUp, MemberStatus.Up, MemberStatus.Leaving, MemberStatus.Down, MemberStatus.Removed],
            [MemberStatus.WeaklyUp] = [MemberStatus.Up, MemberStatus.Leaving, MemberStatus.Down, MemberStatus.Removed],
            [MemberStatus.Up] = [MemberStatus.Leaving, MemberStatus.Down, MemberStatus.Removed],
            [MemberStatus.Leaving] = [MemberStatus.Exiting, MemberStatus.Down, MemberStatus.Removed],
            [MemberStatus.Exiting] = [MemberStatus.Removed, MemberStatus.Down],
            [MemberStatus.Down] = [MemberStatus.Removed],
            [MemberStatus.Removed] = [],
        }.ToImmutableDictionary();

    // The further along in its life, the higher: no view of a member ever goes back when gossips merge.
    private static readonly MemberStatus[] ByPriority =
    [
        MemberStatus.Removed, MemberStatus.Down, MemberStatus.Exiting, MemberStatus.Leaving,
        MemberStatus.Up, MemberStatus.WeaklyUp, MemberStatus.Joining,
    ];

    /// <summary>Of two views of one member, the one that the other may become; null where neither may, or they are two members.</summary>
    public static Member PickNextTransition(Member a, Member b)
    {
        if (a is null || b is null || !a.Equals(b))
            return null;
        if (a.Status == b.Status || AllowedTransitions[b.Status].Contains(a.Status))
            return a;
        return AllowedTransitions[a.Status].Contains(b.Status) ? b : null;
    }

    public static ImmutableSortedSet<Member> PickNextTransition(IEnumerable<Member> a, IEnumerable<Member> b) =>
        Views(a, b).Select(views => views.Length == 2 ? PickNextTransition(views[0], views[1]) : views[0]).ToImmutableSortedSet();

    /// <summary>
    /// Merges two gossips' members. One that only one side knows, down or exiting, was removed by the other side, and
    /// stays removed.
    /// </summary>
    public static ImmutableHashSet<Member> PickHighestPriority(IEnumerable<Member> a, IEnumerable<Member> b) =>
        Views(a, b)
            .Where(views => views.Length == 2 || !MembershipState.RemoveUnreachableWithMemberStatus.Contains(views[0].Status))
            .Select(views => views.Length == 2 ? HighestPriorityOf(views[0], views[1]) : views[0])
            .ToImmutableHashSet();

    public static Member HighestPriorityOf(Member m1, Member m2)
    {
        if (m1.Status == m2.Status)
            return m1.IsOlderThan(m2) ? m1 : m2;
        return Array.IndexOf(ByPriority, m1.Status) < Array.IndexOf(ByPriority, m2.Status) ? m1 : m2;
    }

    private static IEnumerable<Member[]> Views(IEnumerable<Member> a, IEnumerable<Member> b) =>
        a.Concat(b).GroupBy(m => m.UniqueAddress).Select(group => group.ToArray());
}
