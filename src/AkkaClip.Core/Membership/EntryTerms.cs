namespace AkkaClip.Core.Membership;

/// <summary>What a generation asks of one of its members before its first step.</summary>
/// <param name="FirstStep">The member is to have every step below this one.</param>
/// <param name="AppliedIn">The generation that reduced the step before the first; 0: the state is the seed's or a checkpoint's.</param>
/// <param name="Heal">It takes its state from a peer.</param>
/// <param name="StartOver">All members begin with the seed's state or a checkpoint's, because nobody is known to have another.</param>
public sealed record EntryTerms(long FirstStep, int AppliedIn, bool Heal, bool StartOver);
