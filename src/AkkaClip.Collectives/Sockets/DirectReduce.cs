using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Each rank owns a part. Everybody sends the owner its contributions chunk by chunk; when all of a chunk are there, the
/// owner sums them by rank, and within a rank in the order given, and sends the sum to everybody.
/// </summary>
/// <remarks>
/// An owner has room for <see cref="Window"/> chunks of each peer, whose sums tell the peer that the room is free again: so
/// no receiving thread ever waits, whoever is slow. The order of a sum depends on nothing but the ranks.
/// </remarks>
internal sealed class DirectReduce : SocketOperation
{
    /// <summary>Chunks on their way from one member to one owner.</summary>
    private const int Window = 4;

    private readonly ChunkedParts _parts;
    private readonly ReduceCall _call;
    private readonly int _elementBytes;

    /// <summary>By owner: contributions sent so far, and which of them have been summed.</summary>
    private readonly int[] _next;
    private readonly int[] _numSummed;
    private readonly bool[][] _summed;

    /// <summary>What has arrived for this rank's chunks: by chunk, then by contribution in the order of the sum.</summary>
    private readonly byte[]?[][] _slots;
    private readonly int[] _numArrived;

    public DirectReduce(SocketMember member, long number, ChunkedParts parts, ReduceCall call)
        : base(member, number)
    {
        _parts = parts;
        _call = call;
        _elementBytes = call.Wire == WireFormat.Float32 ? sizeof(float) : sizeof(ushort);
        _next = new int[parts.NumParts];
        _numSummed = new int[parts.NumParts];
        _summed = parts.Flags();
        _numArrived = new int[parts.NumChunks(Rank)];
        _slots = [.. _numArrived.Select(_ => new byte[call.NumTerms][])];
    }

    public override string Description => _call.Description;

    /// <summary>Contributions and, unless only the owner is to have the sum, sums: each way, and the sums made here.</summary>
    protected override int NumSteps
    {
        get
        {
            var own = _parts.NumChunks(Rank);
            var others = _parts.NumAllChunks - own;
            var numForeign = _call.NumTerms - _call.NumTermsOf(Rank);
            return (own * numForeign) + own + (others * _call.NumTermsOf(Rank)) + others + (own * Member.Neighbours.Count);
        }
    }

    /// <summary>A group of one has nobody to wait for.</summary>
    protected override void Start()
    {
        for (var chunk = 0; Member.WorldSize == 1 && chunk < _parts.NumChunks(Rank); chunk++)
            Sum(chunk);
    }

    protected override void SendTo(int peer)
    {
        for (; _next[peer] < Math.Min(_parts.NumChunks(peer), _numSummed[peer] + Window); _next[peer]++)
        {
            for (var local = 0; local < _call.NumTermsOf(Rank); local++)
                Send(peer, FrameKind.Contribution, local, _next[peer]);
        }
    }

    public override Span<byte> Place(int peer, in FrameHeader header, Staging staging)
    {
        switch (header.Kind)
        {
            case FrameKind.Contribution when _parts.Has(Rank, header.Chunk) && header.Part >= 0 && header.Part < _call.NumTermsOf(peer):
                ref var slot = ref _slots[header.Chunk][_call.FirstTermOf(peer) + header.Part];
                slot = slot is null ? Member.Slots.Rent() : throw Misplaced(header);
                return slot.AsSpan(0, _parts.Chunk(Rank, header.Chunk).Count * _elementBytes);

            case FrameKind.Sum when !_call.IsScatter && header.Part == peer && _parts.Has(peer, header.Chunk):
                var (start, count) = _parts.Chunk(peer, header.Chunk);
                return _call.Wire == WireFormat.Float32 ? MemoryMarshal.AsBytes(Use(_call.Target, start, count)) : staging.Take(count * _elementBytes);

            case FrameKind.Credit when _call.IsScatter && header.Part == peer && _parts.Has(peer, header.Chunk):
                return [];

            default:
                throw Misplaced(header);
        }
    }

    public override void Received(int peer, in FrameHeader header, Span<byte> payload)
    {
        if (header.Kind == FrameKind.Contribution)
        {
            bool isComplete;
            lock (Member.Gate)
            {
                isComplete = ++_numArrived[header.Chunk] == _call.NumTerms - _call.NumTermsOf(Rank);
                Advance();
            }
            if (isComplete)
                Sum(header.Chunk);
            return;
        }

        if (header.Kind == FrameKind.Sum && _call.Wire == WireFormat.Bfloat16)
        {
            var (start, count) = _parts.Chunk(peer, header.Chunk);
            Bfloat16.Widen(MemoryMarshal.Cast<byte, ushort>(payload), Use(_call.Target, start, count));
        }
        lock (Member.Gate)
        {
            var summed = _summed[peer];
            if (summed[header.Chunk] || header.Chunk >= _next[peer])
                throw Misplaced(header);
            summed[header.Chunk] = true;
            while (_numSummed[peer] < summed.Length && summed[_numSummed[peer]])
                _numSummed[peer]++;
            SendTo(peer);
            Advance();
        }
    }

    public override ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging)
    {
        if (header.Kind == FrameKind.Credit)
            return [];
        var (owner, buffer) = header.Kind == FrameKind.Sum ? (Rank, _call.Target) : (peer, _call.Own[header.Part]);
        var (start, count) = _parts.Chunk(owner, header.Chunk);
        if (_call.Wire == WireFormat.Float32)
            return MemoryMarshal.AsBytes(Use(buffer, start, count));
        var rounded = staging.Take(count * _elementBytes);
        Bfloat16.Round(Use(buffer, start, count), MemoryMarshal.Cast<byte, ushort>(rounded));
        return rounded;
    }

    private void Sum(int chunk)
    {
        var (start, count) = _parts.Chunk(Rank, chunk);
        var received = _slots[chunk];
        var terms = new SumTerm[_call.NumTerms];
        var ownFirst = _call.FirstTermOf(Rank);
        for (var i = 0; i < terms.Length; i++)
        {
            var isOwn = i >= ownFirst && i < ownFirst + _call.Own.Length;
            terms[i] = isOwn ? new SumTerm(_call.Own[i - ownFirst].Slice(start, count), null) : new SumTerm(default, received[i]);
        }
        OrderedSum.Run(terms, Use(_call.Target, start, count), _call.Wire);
        foreach (var slot in received)
        {
            if (slot is not null)
                Member.Slots.Return(slot);
        }

        lock (Member.Gate)
        {
            foreach (var peer in Member.Neighbours)
                Send(peer, _call.IsScatter ? FrameKind.Credit : FrameKind.Sum, Rank, chunk);
            Advance();
        }
    }
}
