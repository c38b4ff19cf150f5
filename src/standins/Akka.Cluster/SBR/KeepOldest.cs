namespace Akka.Cluster.SBR;

/// <summary>
/// The side with the oldest member lives. Where <paramref name="downIfAlone"/> is set, an oldest member that is alone
/// against two or more goes instead.
/// </summary>
internal sealed class KeepOldest(bool downIfAlone, string role) : DowningStrategy(role, Member.AgeOrdering)
{
    public override Decision Decide()
    {
        if (HasIndirectlyConnected)
            return Decision.DownIndirectlyConnected;
        var members = Counted();
        if (members.Count == 0)
            return Decision.DownAll;
        var decision = Oldest(members, members);
        if (decision != Decision.DownUnreachable)
            return decision;
        // The other side may know of changes that this one has not seen: live only where they could not matter. Who joins
        // is never the oldest, and matters only to its being alone.
        var fewest = Counted(excludingLeaving: true);
        return fewest.Count > 0 && Oldest(fewest, Counted(downIfAlone, excludingLeaving: true)) == Decision.DownUnreachable
            ? Decision.DownUnreachable
            : Decision.DownAll;
    }

    private Decision Oldest(IReadOnlyList<Member> byAge, IReadOnlyList<Member> counted)
    {
        var reachable = counted.Count(m => !IsUnreachable(m));
        var unreachable = counted.Count - reachable;
        var lives = IsUnreachable(byAge[0])
            ? downIfAlone && unreachable == 1 && reachable >= 2
            : !(downIfAlone && reachable == 1 && unreachable >= 2);
        return lives ? Decision.DownUnreachable : Decision.DownReachable;
    }
}
