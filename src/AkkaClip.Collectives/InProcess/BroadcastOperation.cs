namespace AkkaClip.Collectives.InProcess;

/// <summary>Copies the root's buffer to the others, chunk by chunk.</summary>
internal sealed class BroadcastOperation(InProcessGroup group, long number, int length, int root) : Operation(group, number)
{
    private const int ChunkBytes = 128 * 1024;

    private readonly Memory<byte>[] _buffers = new Memory<byte>[group.WorldSize];

    public override string Description => $"Broadcast of {length} bytes from rank {root}";

    public override int NumUnits => (int)(((long)length + ChunkBytes - 1) / ChunkBytes);

    public void Arrive(int rank, Memory<byte> buffer) => _buffers[rank] = buffer;

    public override void Run(int unit)
    {
        var start = unit * ChunkBytes;
        var count = Math.Min(ChunkBytes, length - start);
        var source = _buffers[root].Span.Slice(start, count);
        for (var rank = 0; rank < _buffers.Length; rank++)
        {
            if (rank != root)
                source.CopyTo(_buffers[rank].Span.Slice(start, count));
        }
    }
}
