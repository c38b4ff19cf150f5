namespace AkkaClip.Core.Ledger;

/// <summary>One committed step, as its ranks reported it.</summary>
/// <param name="Step">From 0.</param>
/// <param name="Generation">The one that committed it.</param>
/// <param name="Samples">Of all ranks together.</param>
public sealed record LedgerEntry(long Step, int Generation, SampleDigest Samples);
