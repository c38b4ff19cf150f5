using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>Whether the replicas agree.</summary>
/// <param name="Diverged">Ranks whose parameters differ from the majority's; empty: all agree.</param>
/// <param name="SourceRank">The lowest rank of the majority; the others are healed from it.</param>
/// <param name="Reason">In words for operators.</param>
public sealed record ChecksumVerdict(ImmutableArray<int> Diverged, int SourceRank, string Reason);
