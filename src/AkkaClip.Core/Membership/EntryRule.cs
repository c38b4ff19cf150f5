namespace AkkaClip.Core.Membership;

/// <summary>
/// Whether and how a trainer enters a generation: a pure function of what it holds itself. The coordinator's plan is made of
/// reports, and a commit or a report may have been lost on a broken link; a member that took the plan at its word would
/// go on from another state than its peers, or give up the only copy of a newer one.
/// </summary>
/// <remarks>Model-checked in tests/models/commit.pml, which finds diverging replicas where a trainer enters unchecked.</remarks>
public static class EntryRule
{
    public static EntryDecision Decide(TrainerStanding own, EntryTerms terms)
    {
        var wanted = terms.StartOver ? (0, 0) : (terms.AppliedIn, terms.FirstStep);
        if (own.NextStep is > 0 and var next && (own.AppliedIn, next).CompareTo(wanted) > 0)
            return new EntryDecision.Refuse($"{own.Id} has applied {next} steps, the last in generation {own.AppliedIn}: that is newer than what it is to begin with");
        if (terms.StartOver)
            return new EntryDecision.StartOver();
        if (terms.Heal)
            return new EntryDecision.TakeState();
        if (own.NextStep == terms.FirstStep && own.AppliedIn == terms.AppliedIn)
            return new EntryDecision.Begin();
        if (own.CanCommit && own.Reach == wanted)
            return new EntryDecision.CommitFirst();
        return new EntryDecision.Refuse($"{own.Id} has {(own.NextStep is { } has ? $"applied {has} steps" : "no parameters")}, and cannot begin with step {terms.FirstStep}");
    }
}
