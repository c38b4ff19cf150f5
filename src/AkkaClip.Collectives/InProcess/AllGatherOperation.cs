using System.Collections.Immutable;

namespace AkkaClip.Collectives.InProcess;

/// <summary>Every member's output gets every member's shard: one unit for each pair.</summary>
internal sealed class AllGatherOperation(InProcessGroup group, long number, ImmutableArray<int> shardLengths) : Operation(group, number)
{
    private readonly ReadOnlyMemory<float>[] _shards = new ReadOnlyMemory<float>[shardLengths.Length];
    private readonly Memory<float>[] _outputs = new Memory<float>[shardLengths.Length];
    private readonly int[] _starts = [.. shardLengths.Select((_, rank) => shardLengths.Take(rank).Sum())];

    public override string Description => $"AllGather of [{string.Join(", ", shardLengths)}] floats";

    public override int NumUnits => shardLengths.Length * shardLengths.Length;

    public void Arrive(int rank, ReadOnlyMemory<float> shard, Memory<float> all) => (_shards[rank], _outputs[rank]) = (shard, all);

    public override void Run(int unit)
    {
        var (receiver, sender) = Math.DivRem(unit, shardLengths.Length);
        _shards[sender].Span.CopyTo(_outputs[receiver].Span.Slice(_starts[sender], shardLengths[sender]));
    }
}
