using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>Everybody sends its shard to everybody, received in place.</summary>
internal sealed class DirectGather(SocketMember member, long number, string description, Memory<float> all, ChunkedParts parts)
    : SocketOperation(member, number)
{
    private readonly bool[][] _arrived = parts.Flags();

    public override string Description => description;

    protected override int NumSteps =>
        (parts.NumChunks(Rank) * Member.Neighbours.Count) + parts.NumAllChunks - parts.NumChunks(Rank);

    protected override void SendTo(int peer)
    {
        for (var chunk = 0; chunk < parts.NumChunks(Rank); chunk++)
            Send(peer, FrameKind.Copy, Rank, chunk);
    }

    public override Span<byte> Place(int peer, in FrameHeader header, Staging staging)
    {
        if (header.Kind != FrameKind.Copy || header.Part != peer || !parts.Has(peer, header.Chunk))
            throw Misplaced(header);
        var (start, count) = parts.Chunk(peer, header.Chunk);
        return MemoryMarshal.AsBytes(Use(all, start, count));
    }

    public override void Received(int peer, in FrameHeader header, Span<byte> payload)
    {
        lock (Member.Gate)
        {
            ref var arrived = ref _arrived[peer][header.Chunk];
            arrived = arrived ? throw Misplaced(header) : true;
            Advance();
        }
    }

    public override ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging)
    {
        var (start, count) = parts.Chunk(Rank, header.Chunk);
        return MemoryMarshal.AsBytes(Use(all, start, count));
    }
}
