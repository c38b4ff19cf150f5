using System.Collections.Immutable;

namespace AkkaClip.Collectives;

/// <summary>What members give to a sum of several contributions each.</summary>
internal static class Contributions
{
    /// <exception cref="ArgumentException">Numbers or lengths contradict each other.</exception>
    public static void Check(int worldSize, int rank, ImmutableArray<Memory<float>> own, int sumLength, ImmutableArray<int> numContributions)
    {
        if (numContributions.Length != worldSize)
            throw new ArgumentException($"There are {numContributions.Length} numbers of contributions for {worldSize} members.", nameof(numContributions));
        if (numContributions.Min() < 1)
            throw new ArgumentException($"A member has {numContributions.Min()} contributions; each has one at least.", nameof(numContributions));
        if (own.Length != numContributions[rank])
            throw new ArgumentException($"Rank {rank} has {own.Length} contributions, and their number is given as {numContributions[rank]}.", nameof(numContributions));
        foreach (var contribution in own)
        {
            if (contribution.Length != sumLength)
                throw new ArgumentException($"A contribution has {contribution.Length} floats, the sum {sumLength}.", nameof(own));
        }
    }

    public static string Describe(int sumLength, ImmutableArray<int> numContributions) =>
        $"AllReduceSum of {sumLength} floats in [{string.Join(", ", numContributions)}] contributions";
}
