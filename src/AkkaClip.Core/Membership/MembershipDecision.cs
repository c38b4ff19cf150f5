using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>How a run goes on behind a change of membership, and why, in words for operators.</summary>
public abstract record MembershipDecision
{
    private MembershipDecision(string reason) => Reason = reason;

    public string Reason { get; }

    /// <summary>Too few trainers.</summary>
    public sealed record Wait(int Living, int Minimum, string Reason) : MembershipDecision(Reason);

    /// <summary>A new generation.</summary>
    /// <param name="Next">The generation.</param>
    /// <param name="Initialize">Nobody holds parameters, and no step was ever committed: all members make the same ones from the seed.</param>
    /// <param name="CommitFirst">Members that hold the reduced gradients of the step before the first and apply them now.</param>
    /// <param name="Heal">Members that take parameters and optimizer state from <paramref name="Sources"/>.</param>
    /// <param name="Sources">Members that are at the first step, in rank order, those that commit first included.</param>
    /// <param name="AppliedIn">The generation that reduced the step before the first; 0: there is none, or it comes from a seed or a checkpoint.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Start(
        Generation Next,
        bool Initialize,
        ImmutableArray<TrainerId> CommitFirst,
        ImmutableArray<TrainerId> Heal,
        ImmutableArray<TrainerId> Sources,
        int AppliedIn,
        string Reason) : MembershipDecision(Reason);

    /// <summary>No living trainer holds the committed state: the members load the last checkpoint.</summary>
    public sealed record Restore(ImmutableArray<TrainerId> Members, string Reason) : MembershipDecision(Reason);
}
