namespace Akka.Cluster.SBR;

/// <summary>The side with more members lives; of equal sides the one with the lowest address.</summary>
internal sealed class KeepMajority(string role) : DowningStrategy(role)
{
    public override Decision Decide() => DecideTwice(Majority, () => Counted(includingJoining: true));

    private Decision Majority(IReadOnlyList<Member> here, IReadOnlyList<Member> there)
    {
        var reachable = here.Count(m => !IsUnreachable(m));
        var unreachable = there.Count(IsUnreachable);
        var lives = reachable == unreachable ? !IsUnreachable(here[0]) : reachable > unreachable;
        return lives ? Decision.DownUnreachable : Decision.DownReachable;
    }
}
