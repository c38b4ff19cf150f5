using System.Collections.Immutable;

namespace AkkaClip.Model.Replicas;

/// <summary>
/// Everything of a replica that a commit changes, in host memory. Blocks are raw little-endian bytes, so that a
/// collective can broadcast and a checkpoint can hash them; their lengths follow from <see cref="Layout"/>.
/// </summary>
public sealed class ReplicaState
{
    internal const int NumCounters = 2;

    public required StateLayout Layout { get; init; }

    /// <summary>All parameters at their offsets, fp32.</summary>
    public required float[] Values { get; init; }

    /// <summary>Where in the trained part the moments here begin; a part of a state has some of them, and perhaps no values.</summary>
    public int MomentsStart { get; init; }

    /// <summary>AdamW's first moments of the trained part, fp32.</summary>
    public required float[] FirstMoments { get; init; }

    /// <summary>AdamW's second moments of the trained part, fp32.</summary>
    public required float[] SecondMoments { get; init; }

    /// <summary>Running means and variances of batch norms, fp32; empty without batch norm.</summary>
    public required float[] Statistics { get; init; }

    /// <summary>[commits, batches tracked by the batch norms].</summary>
    public required long[] Counters { get; init; }

    public long NumCommits => Counters[0];

    public long BatchesTracked => Counters[1];

    /// <summary>Name and live memory of every block; writing there changes this state.</summary>
    public ImmutableArray<(string Name, Memory<byte> Bytes)> Blocks =>
    [
        ("values", Bytes(Values)),
        ("first_moments", Bytes(FirstMoments)),
        ("second_moments", Bytes(SecondMoments)),
        ("statistics", Bytes(Statistics)),
        ("counters", Bytes(Counters)),
    ];

    private static Memory<byte> Bytes<T>(T[] array)
        where T : unmanaged => new ArrayMemory<T>(array).Memory;
}
