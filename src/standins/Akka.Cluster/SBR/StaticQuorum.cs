namespace Akka.Cluster.SBR;

/// <summary>A side with at least the quorum's size lives. With twice as many members or more, both might: then none does.</summary>
internal sealed class StaticQuorum(int quorumSize, string role) : DowningStrategy(role)
{
    public int QuorumSize => quorumSize;

    public int NumCounted => Counted().Count;

    public bool IsTooManyMembers => NumCounted > quorumSize * 2 - 1;

    public override Decision Decide()
    {
        if (IsTooManyMembers)
            return Decision.DownAll;
        if (HasIndirectlyConnected)
            return Decision.DownIndirectlyConnected;
        return Counted().Count(m => !IsUnreachable(m)) >= quorumSize ? Decision.DownUnreachable : Decision.DownReachable;
    }
}
