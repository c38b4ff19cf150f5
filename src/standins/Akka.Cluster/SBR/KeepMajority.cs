namespace Akka.Cluster.SBR;

/// <summary>The side with more members lives; of equal sides the one with the lowest address.</summary>
internal sealed class KeepMajority(string role) : DowningStrategy(role)
{
    public override Decision Decide()
    {
        if (HasIndirectlyConnected)
            return Decision.DownIndirectlyConnected;
        var members = Counted();
        if (members.Count == 0)
            return Decision.DownAll;
        var decision = Majority(members, members);
        if (decision != Decision.DownUnreachable)
            return decision;
        // The other side may know of changes that this one has not seen: live only where they could not matter.
        var fewest = Counted(excludingLeaving: true);
        return fewest.Count > 0 && Majority(fewest, Counted(includingJoining: true)) == Decision.DownUnreachable
            ? Decision.DownUnreachable
            : Decision.DownAll;
    }

    private Decision Majority(IReadOnlyList<Member> here, IReadOnlyList<Member> there)
    {
        var reachable = here.Count(m => !IsUnreachable(m));
        var unreachable = there.Count(IsUnreachable);
        var lives = reachable == unreachable ? !IsUnreachable(here[0]) : reachable > unreachable;
        return lives ? Decision.DownUnreachable : Decision.DownReachable;
    }
}
