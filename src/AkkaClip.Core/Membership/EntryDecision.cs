namespace AkkaClip.Core.Membership;

/// <summary>How a trainer enters a generation.</summary>
public abstract record EntryDecision
{
    private EntryDecision()
    {
    }

    /// <summary>It has the state already; reduced gradients that it holds are of no use any more.</summary>
    public sealed record Begin : EntryDecision;

    /// <summary>It applies the reduced gradients that it holds, and has the state then.</summary>
    public sealed record CommitFirst : EntryDecision;

    /// <summary>It takes the state from a peer, and keeps what it has until that is there.</summary>
    public sealed record TakeState : EntryDecision;

    /// <summary>It begins with the seed's or a checkpoint's state.</summary>
    public sealed record StartOver : EntryDecision;

    /// <summary>It does not enter, and says what it holds: the coordinator had believed something else.</summary>
    public sealed record Refuse(string Reason) : EntryDecision;
}
