using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>Every rank's part goes round the ring until all have it, chunk by chunk, received in place.</summary>
internal sealed class RingCopy<T> : RingOperation
    where T : unmanaged
{
    private readonly Memory<T> _all;
    private readonly ChunkedParts _parts;
    private readonly bool[][] _arrived;

    /// <param name="all">Holds this rank's part already.</param>
    public RingCopy(SocketMember member, long number, string description, Memory<T> all, ChunkedParts parts)
        : base(member, number)
    {
        Description = description;
        _all = all;
        _parts = parts;
        _arrived = parts.Flags();
    }

    public override string Description { get; }

    protected override int NumSteps => Sum(_parts, part => part != Rank) + Sum(_parts, part => part != Next);

    public override Span<byte> Place(int peer, in FrameHeader header, Staging staging)
    {
        if (header.Kind != FrameKind.Copy || peer != Previous || header.Part == Rank || !_parts.Has(header.Part, header.Chunk))
            throw Misplaced(header);
        var (start, count) = _parts.Chunk(header.Part, header.Chunk);
        return MemoryMarshal.AsBytes(Use(_all, start, count));
    }

    public override void Received(int peer, in FrameHeader header, Span<byte> payload)
    {
        lock (Member.Gate)
        {
            ref var arrived = ref _arrived[header.Part][header.Chunk];
            arrived = arrived ? throw Misplaced(header) : true;
            if (header.Part != Next)
                SendNext(FrameKind.Copy, header.Part, header.Chunk);
            Advance();
        }
    }

    public override ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging)
    {
        var (start, count) = _parts.Chunk(header.Part, header.Chunk);
        return MemoryMarshal.AsBytes(Use(_all, start, count));
    }

    protected override void Start()
    {
        for (var chunk = 0; chunk < _parts.NumChunks(Rank); chunk++)
            SendNext(FrameKind.Copy, Rank, chunk);
    }
}
