using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>Every rank's part goes to all of its host, and to an agent on each other host that passes it on there; received in place.</summary>
internal sealed class HostCopy<T> : HostOperation
    where T : unmanaged
{
    private readonly Memory<T> _all;
    private readonly ChunkedParts _parts;
    private readonly bool[][] _arrived;

    /// <param name="all">Holds this rank's part already.</param>
    public HostCopy(SocketMember member, long number, string description, HostLayout hosts, Memory<T> all, ChunkedParts parts)
        : base(member, number, hosts)
    {
        Description = description;
        _all = all;
        _parts = parts;
        _arrived = parts.Flags();
    }

    public override string Description { get; }

    protected override int NumSteps =>
        _parts.NumAllChunks - _parts.NumChunks(Rank) + Enumerable.Range(0, _parts.NumParts).Sum(part => _parts.NumChunks(part) * NumPassedOn(part));

    protected override void Start()
    {
        for (var chunk = 0; chunk < _parts.NumChunks(Rank); chunk++)
            PassOn(FrameKind.Copy, Rank, chunk);
    }

    public override Span<byte> Place(int peer, in FrameHeader header, Staging staging)
    {
        if (header.Kind != FrameKind.Copy || !ComesFrom(peer, header.Part) || !_parts.Has(header.Part, header.Chunk))
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
            if (IsAgentOf(header.Part))
                PassOn(FrameKind.Copy, header.Part, header.Chunk);
            Advance();
        }
    }

    public override ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging)
    {
        var (start, count) = _parts.Chunk(header.Part, header.Chunk);
        return MemoryMarshal.AsBytes(Use(_all, start, count));
    }
}
