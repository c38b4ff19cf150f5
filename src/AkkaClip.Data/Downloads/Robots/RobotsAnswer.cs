using AkkaClip.Data.Downloads.Fetching;

namespace AkkaClip.Data.Downloads.Robots;

/// <summary>A host's rules, or why they could not be had.</summary>
/// <param name="Rules">Where the host answered, with a file or with the word that there is none.</param>
/// <param name="Failure">Where it did not: nothing of it may be asked for now (RFC 9309, 2.3.1.4).</param>
internal sealed record RobotsAnswer(RobotsRules? Rules, FetchOutcome.Failed? Failure);
