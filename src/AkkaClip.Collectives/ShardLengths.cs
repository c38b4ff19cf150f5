using System.Collections.Immutable;

namespace AkkaClip.Collectives;

/// <summary>The check of all-gather's and reduce-scatter's arguments, alike for every kind of group.</summary>
internal static class ShardLengths
{
    /// <exception cref="ArgumentException">The lengths do not fit the members or the buffers.</exception>
    public static void Check(int worldSize, int rank, int? shardLength, int allLength, ImmutableArray<int> shardLengths)
    {
        if (shardLengths.Length != worldSize)
            throw new ArgumentException($"There are {shardLengths.Length} shard lengths for {worldSize} members.", nameof(shardLengths));
        if (shardLengths.Min() < 0)
            throw new ArgumentException($"A shard length of {shardLengths.Min()} is negative.", nameof(shardLengths));
        if (shardLength is { } length && length != shardLengths[rank])
            throw new ArgumentException($"The shard of rank {rank} has {shardLength} floats, and its length is given as {shardLengths[rank]}.", nameof(shardLengths));
        var sum = shardLengths.Sum(length => (long)length);
        if (allLength != sum)
            throw new ArgumentException($"The whole has {allLength} floats, the shards together {sum}.", nameof(shardLengths));
    }
}
