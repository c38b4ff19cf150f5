using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// The root sends each other rank a part, and each passes its part on to the rest as it arrives: nobody sends the whole
/// more than about once.
/// </summary>
internal sealed class DirectBroadcast(SocketMember member, long number, string description, Memory<byte> buffer, int root, ChunkedParts parts)
    : SocketOperation(member, number)
{
    private readonly bool[][] _arrived = parts.Flags();

    public override string Description => description;

    protected override int NumSteps => Rank == root
        ? parts.NumAllChunks
        : parts.NumAllChunks + (parts.NumChunks(Rank) * (Member.Neighbours.Count - 1));

    protected override void SendTo(int peer)
    {
        if (Rank == root)
        {
            for (var chunk = 0; chunk < parts.NumChunks(peer); chunk++)
                Send(peer, FrameKind.Copy, peer, chunk);
        }
        else if (peer != root)
        {
            for (var chunk = 0; chunk < parts.NumChunks(Rank); chunk++)
            {
                if (_arrived[Rank][chunk])
                    Send(peer, FrameKind.Copy, Rank, chunk);
            }
        }
    }

    public override Span<byte> Place(int peer, in FrameHeader header, Staging staging)
    {
        var part = peer == root ? Rank : peer;
        if (header.Kind != FrameKind.Copy || Rank == root || header.Part != part || !parts.Has(part, header.Chunk))
            throw Misplaced(header);
        var (start, count) = parts.Chunk(part, header.Chunk);
        return Use(buffer, start, count);
    }

    public override void Received(int peer, in FrameHeader header, Span<byte> payload)
    {
        lock (Member.Gate)
        {
            ref var arrived = ref _arrived[header.Part][header.Chunk];
            arrived = arrived ? throw Misplaced(header) : true;
            if (peer == root)
            {
                foreach (var other in Arrived.Where(other => other != root))
                    Send(other, FrameKind.Copy, Rank, header.Chunk);
            }
            Advance();
        }
    }

    public override ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging)
    {
        var (start, count) = parts.Chunk(header.Part, header.Chunk);
        return Use(buffer, start, count);
    }
}
