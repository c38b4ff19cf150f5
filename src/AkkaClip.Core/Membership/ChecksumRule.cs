using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>Who has diverged: whoever is not of the largest group of equal checksums; of equal groups, the one with the lowest rank is right.</summary>
public static class ChecksumRule
{
    /// <param name="step">The step behind which all checksums were taken.</param>
    /// <param name="checksums">One of every rank, in rank order; at least one.</param>
    public static ChecksumVerdict Compare(long step, ImmutableArray<ulong> checksums)
    {
        if (checksums.IsDefaultOrEmpty)
            throw new ArgumentException("There is no checksum to compare.", nameof(checksums));

        // GroupBy keeps the order of first appearance, and MaxBy takes the first of equals.
        var right = checksums.Select((checksum, rank) => (checksum, rank)).GroupBy(pair => pair.checksum, pair => pair.rank).MaxBy(group => group.Count())!;
        ImmutableArray<int> diverged = [.. Enumerable.Range(0, checksums.Length).Where(rank => checksums[rank] != right.Key)];
        return new ChecksumVerdict(diverged, right.First(), diverged.IsEmpty
            ? $"all {checksums.Length} replicas agree behind step {step}"
            : $"behind step {step} the replicas of rank {string.Join(", ", diverged)} differ from the {right.Count()} that agree with rank {right.First()}");
    }
}
