namespace Akka.Cluster.SBR;

/// <summary>
/// The side with the oldest member lives. Where <paramref name="downIfAlone"/> is set, an oldest member that is alone
/// against two or more goes instead.
/// </summary>
internal sealed class KeepOldest(bool downIfAlone, string role) : DowningStrategy(role, Member.AgeOrdering)
{
    /// <remarks>Who joins is never the oldest, and matters only to its being alone.</remarks>
    public override Decision Decide() => DecideTwice(Oldest, () => Counted(downIfAlone, excludingLeaving: true));

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
