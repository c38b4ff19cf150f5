using System.Collections.Immutable;
using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.InProcess;

/// <summary>Sums several contributions of each member chunk by chunk, in their order, and copies each sum to all members.</summary>
internal sealed class OrderedReduceOperation(InProcessGroup group, long number, int length, ImmutableArray<int> numContributions)
    : Operation(group, number)
{
    private const int ChunkFloats = 32 * 1024;

    private readonly ImmutableArray<Memory<float>>[] _contributions = new ImmutableArray<Memory<float>>[numContributions.Length];
    private readonly Memory<float>[] _sums = new Memory<float>[numContributions.Length];

    public override string Description => Contributions.Describe(length, numContributions);

    public override int NumUnits => (int)(((long)length + ChunkFloats - 1) / ChunkFloats);

    public void Arrive(int rank, ImmutableArray<Memory<float>> contributions, Memory<float> sum) =>
        (_contributions[rank], _sums[rank]) = (contributions, sum);

    public override void Run(int unit)
    {
        var start = unit * ChunkFloats;
        var count = Math.Min(ChunkFloats, length - start);
        SumTerm[] terms = [.. from own in _contributions from contribution in own select new SumTerm(contribution.Slice(start, count), null)];
        var first = _sums[0].Span.Slice(start, count);
        OrderedSum.Run(terms, first, WireFormat.Float32);
        foreach (var other in _sums.AsSpan(1))
            first.CopyTo(other.Span.Slice(start, count));
    }
}
