namespace AkkaClip.Core.Ledger;

/// <summary>One committed step.</summary>
/// <param name="Step">From 0.</param>
/// <param name="Generation">The one that reduced it.</param>
/// <param name="Samples">Of all ranks together.</param>
public sealed record LedgerEntry(long Step, int Generation, SampleDigest Samples);
