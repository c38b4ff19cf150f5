using System.Numerics.Tensors;

namespace AkkaClip.Collectives.InProcess;

/// <summary>
/// Sums chunk by chunk: rank 0's buffer takes the sum of all, rank by rank, and is copied to the others while the chunk
/// is in the cache. The order of the sum is the same everywhere, whoever computes it, so all members get the same bits.
/// </summary>
internal sealed class AllReduceOperation(InProcessGroup group, long number, int length) : Operation(group, number)
{
    /// <summary>128 KiB of each member's buffer: a few of them fit a core's cache, and a lock a chunk costs nothing.</summary>
    private const int ChunkFloats = 32 * 1024;

    private readonly Memory<float>[] _buffers = new Memory<float>[group.WorldSize];

    public override string Description => $"AllReduceSum of {length} floats";

    public override int NumUnits => (int)(((long)length + ChunkFloats - 1) / ChunkFloats);

    public void Arrive(int rank, Memory<float> buffer) => _buffers[rank] = buffer;

    public override void Run(int unit)
    {
        var start = unit * ChunkFloats;
        var count = Math.Min(ChunkFloats, length - start);
        var sum = _buffers[0].Span.Slice(start, count);
        for (var rank = 1; rank < _buffers.Length; rank++)
            TensorPrimitives.Add(sum, _buffers[rank].Span.Slice(start, count), sum);
        for (var rank = 1; rank < _buffers.Length; rank++)
            sum.CopyTo(_buffers[rank].Span.Slice(start, count));
    }
}
