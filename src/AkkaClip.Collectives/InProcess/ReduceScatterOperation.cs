using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace AkkaClip.Collectives.InProcess;

/// <summary>Every rank's part of its own buffer takes the sum of that part of all buffers, in rank order: one unit for each rank.</summary>
internal sealed class ReduceScatterOperation(InProcessGroup group, long number, ImmutableArray<int> partLengths) : Operation(group, number)
{
    private const int BlockFloats = 4096;

    private readonly Memory<float>[] _buffers = new Memory<float>[partLengths.Length];
    private readonly int[] _starts = [.. partLengths.Select((_, rank) => partLengths.Take(rank).Sum())];

    public override string Description => $"ReduceScatterSum of [{string.Join(", ", partLengths)}] floats";

    public override int NumUnits => partLengths.Length;

    public void Arrive(int rank, Memory<float> buffer) => _buffers[rank] = buffer;

    public override void Run(int unit)
    {
        Span<float> sum = stackalloc float[BlockFloats];
        var end = _starts[unit] + partLengths[unit];
        for (var start = _starts[unit]; start < end; start += BlockFloats)
        {
            var count = Math.Min(BlockFloats, end - start);
            var block = sum[..count];
            _buffers[0].Span.Slice(start, count).CopyTo(block);
            for (var rank = 1; rank < _buffers.Length; rank++)
                TensorPrimitives.Add(block, _buffers[rank].Span.Slice(start, count), block);
            block.CopyTo(_buffers[unit].Span.Slice(start, count));
        }
    }
}
