using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Each part goes once round the ring, from the rank after its owner to its owner, and each rank adds its own on the way;
/// then the sum goes round.
/// </summary>
/// <remarks>
/// The order of a part's sum begins after its owner, and so depends on the rank that owns it: all members get the same
/// bits, and not those of the rank order. A chunk is added as it comes, so that no receiving thread ever waits.
/// </remarks>
internal sealed class RingReduce : RingOperation
{
    private readonly ChunkedParts _parts;
    private readonly ReduceCall _call;
    private readonly int _elementBytes;

    /// <summary>Sums under way that have come, by part and chunk; null before, and after they were added.</summary>
    private readonly byte[]?[][] _slots;
    private readonly bool[][] _added;
    private readonly bool[][] _summed;

    public RingReduce(SocketMember member, long number, ChunkedParts parts, ReduceCall call)
        : base(member, number)
    {
        _parts = parts;
        _call = call;
        _elementBytes = call.Wire == WireFormat.Float32 ? sizeof(float) : sizeof(ushort);
        _slots = [.. Enumerable.Range(0, parts.NumParts).Select(part => new byte[]?[parts.NumChunks(part)])];
        _added = parts.Flags();
        _summed = parts.Flags();
    }

    public override string Description => _call.Description;

    protected override int NumSteps
    {
        get
        {
            var reducing = Sum(_parts, part => part != Rank) + Sum(_parts, part => part != Previous);
            return _call.IsScatter ? reducing : reducing + Sum(_parts, part => part != Rank) + Sum(_parts, part => part != Next);
        }
    }

    public override Span<byte> Place(int peer, in FrameHeader header, Staging staging)
    {
        if (peer != Previous || !_parts.Has(header.Part, header.Chunk))
            throw Misplaced(header);
        var (start, count) = _parts.Chunk(header.Part, header.Chunk);
        switch (header.Kind)
        {
            case FrameKind.Contribution when header.Part != Previous && !_added[header.Part][header.Chunk]:
                _added[header.Part][header.Chunk] = true;
                var slot = _slots[header.Part][header.Chunk] = Member.Slots.Rent();
                return slot.AsSpan(0, count * _elementBytes);

            case FrameKind.Sum when !_call.IsScatter && header.Part != Rank && !_summed[header.Part][header.Chunk]:
                _summed[header.Part][header.Chunk] = true;
                return _call.Wire == WireFormat.Float32 ? MemoryMarshal.AsBytes(Use(_call.Target, start, count)) : staging.Take(count * _elementBytes);

            default:
                throw Misplaced(header);
        }
    }

    public override void Received(int peer, in FrameHeader header, Span<byte> payload)
    {
        var (part, chunk) = (header.Part, header.Chunk);
        var (start, count) = _parts.Chunk(part, chunk);
        FrameKind? onward;
        if (header.Kind == FrameKind.Contribution)
        {
            Add(part, chunk);
            onward = part != Rank ? FrameKind.Contribution : _call.IsScatter ? null : FrameKind.Sum;
        }
        else
        {
            if (_call.Wire == WireFormat.Bfloat16)
                Bfloat16.Widen(MemoryMarshal.Cast<byte, ushort>(payload), Use(_call.Target, start, count));
            onward = part != Next ? FrameKind.Sum : null;
        }
        lock (Member.Gate)
        {
            if (onward is { } kind)
                SendNext(kind, part, chunk);
            Advance();
        }
    }

    public override ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging)
    {
        var (start, count) = _parts.Chunk(header.Part, header.Chunk);
        var floats = Use(_call.Target, start, count);
        if (_call.Wire == WireFormat.Float32)
            return MemoryMarshal.AsBytes(floats);
        var rounded = staging.Take(count * _elementBytes);
        Bfloat16.Round(floats, MemoryMarshal.Cast<byte, ushort>(rounded));
        return rounded;
    }

    /// <summary>The part of the rank before begins its round here.</summary>
    protected override void Start()
    {
        for (var chunk = 0; chunk < _parts.NumChunks(Previous); chunk++)
        {
            Add(Previous, chunk);
            if (Member.WorldSize > 1)
                SendNext(FrameKind.Contribution, Previous, chunk);
        }
    }

    /// <summary>The target takes what has come, if anything has, and this rank's own contributions.</summary>
    private void Add(int part, int chunk)
    {
        var (start, count) = _parts.Chunk(part, chunk);
        ref var slot = ref _slots[part][chunk];
        var terms = _call.Own.Select(own => new SumTerm(own.Slice(start, count), null));
        if (slot is not null)
            terms = terms.Prepend(new SumTerm(default, slot));
        OrderedSum.Run([.. terms], Use(_call.Target, start, count), _call.Wire);
        if (slot is not null)
            Member.Slots.Return(slot);
        slot = null;
    }
}
