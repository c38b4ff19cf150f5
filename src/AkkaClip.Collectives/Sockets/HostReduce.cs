using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Each rank owns a part. Contributions go to the part's agent on the contributor's host, from there to the owner, and the
/// sum comes back the same way. What an agent does with them is told by <see cref="SummedHostReduce"/> and
/// <see cref="OrderedHostReduce"/>.
/// </summary>
/// <remarks>
/// A member sends at most <see cref="Window"/> chunks of a part ahead of the sums that have come back, so that agents and
/// owners need room for no more, and no receiving thread ever waits.
/// </remarks>
internal abstract class HostReduce : HostOperation
{
    private const int Window = 4;

    /// <summary>By part: chunks sent so far, and which of them have been summed.</summary>
    private readonly int[] _next;
    private readonly int[] _numSummed;
    private readonly bool[][] _summed;

    protected HostReduce(SocketMember member, long number, HostLayout hosts, ChunkedParts parts, ReduceCall call)
        : base(member, number, hosts)
    {
        Parts = parts;
        Call = call;
        ElementBytes = call.Wire == WireFormat.Float32 ? sizeof(float) : sizeof(ushort);
        _next = new int[parts.NumParts];
        _numSummed = new int[parts.NumParts];
        _summed = parts.Flags();
    }

    public override string Description => Call.Description;

    protected ChunkedParts Parts { get; }

    protected ReduceCall Call { get; }

    protected int ElementBytes { get; }

    private FrameKind AnswerKind => Call.IsScatter ? FrameKind.Credit : FrameKind.Sum;

    protected override int NumSteps => Enumerable.Range(0, Parts.NumParts).Sum(part =>
        Parts.NumChunks(part) * (NumStepsToOwner(part) + (part == Rank ? 0 : 1) + NumPassedOn(part)));

    /// <summary>For each chunk of a part: contributions sent, received and summed here on their way to the owner, and by it.</summary>
    protected abstract int NumStepsToOwner(int part);

    /// <summary>Under the lock: sends, or makes, what this rank itself contributes.</summary>
    protected abstract void Contribute(int part, int chunk);

    /// <summary>Room for what comes on its way to an owner; its bytes.</summary>
    protected abstract Span<byte> PlaceTerm(int peer, in FrameHeader header);

    protected abstract void ReceivedTerm(int peer, in FrameHeader header);

    /// <summary>The payload of what is on its way to an owner.</summary>
    protected abstract ReadOnlySpan<byte> TermPayload(in FrameHeader header, Staging staging);

    protected override void SendTo(int peer)
    {
        base.SendTo(peer);
        for (var part = 0; part < Parts.NumParts; part++)
        {
            if (part != Rank && peer == Upwards(part))
                Contribute(part);
        }
    }

    /// <summary>The next on the way to an owner.</summary>
    protected int Upwards(int owner) => IsAgentOf(owner) ? owner : AgentOf(owner);

    public override Span<byte> Place(int peer, in FrameHeader header, Staging staging)
    {
        if (header.Kind is FrameKind.Contribution or FrameKind.HostSum)
            return PlaceTerm(peer, header);
        if (header.Kind != AnswerKind || !ComesFrom(peer, header.Part) || !Parts.Has(header.Part, header.Chunk))
            throw Misplaced(header);
        if (Call.IsScatter)
            return [];
        var (start, count) = Parts.Chunk(header.Part, header.Chunk);
        return Call.Wire == WireFormat.Float32 ? MemoryMarshal.AsBytes(Use(Call.Target, start, count)) : staging.Take(count * ElementBytes);
    }

    public override void Received(int peer, in FrameHeader header, Span<byte> payload)
    {
        if (header.Kind is FrameKind.Contribution or FrameKind.HostSum)
        {
            ReceivedTerm(peer, header);
            return;
        }
        var (part, chunk) = (header.Part, header.Chunk);
        if (header.Kind == FrameKind.Sum && Call.Wire == WireFormat.Bfloat16)
        {
            var (start, count) = Parts.Chunk(part, chunk);
            Bfloat16.Widen(MemoryMarshal.Cast<byte, ushort>(payload), Use(Call.Target, start, count));
        }
        lock (Member.Gate)
        {
            var summed = _summed[part];
            summed[chunk] = summed[chunk] ? throw Misplaced(header) : true;
            while (_numSummed[part] < summed.Length && summed[_numSummed[part]])
                _numSummed[part]++;
            if (IsAgentOf(part))
                PassOn(AnswerKind, part, chunk);
            Contribute(part);
            Advance();
        }
    }

    public override ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging) => header.Kind switch
    {
        FrameKind.Credit => [],
        FrameKind.Sum => Encode(Call.Target, header.Part, header.Chunk, staging),
        _ => TermPayload(header, staging),
    };

    /// <summary>Under the lock: the owner has summed a chunk of its part.</summary>
    protected void Answer(int chunk)
    {
        PassOn(AnswerKind, Rank, chunk);
        Advance();
    }

    /// <summary>A chunk as it travels.</summary>
    protected ReadOnlySpan<byte> Encode(Memory<float> buffer, int part, int chunk, Staging staging)
    {
        var (start, count) = Parts.Chunk(part, chunk);
        if (Call.Wire == WireFormat.Float32)
            return MemoryMarshal.AsBytes(Use(buffer, start, count));
        var rounded = staging.Take(count * ElementBytes);
        Bfloat16.Round(Use(buffer, start, count), MemoryMarshal.Cast<byte, ushort>(rounded));
        return rounded;
    }

    /// <summary>By chunk of a part that this rank owns or is an agent of: places for what is summed; none of other parts.</summary>
    protected byte[]?[][] Slots(int part, int numTerms) =>
        [.. Enumerable.Range(0, AgentOf(part) == Rank ? Parts.NumChunks(part) : 0).Select(_ => new byte[]?[numTerms])];

    /// <summary>A slot of the pool, as long as a chunk travels.</summary>
    protected Span<byte> Fill(ref byte[]? slot, in FrameHeader header, int part)
    {
        slot = slot is null ? Member.Slots.Rent() : throw Misplaced(header);
        return slot.AsSpan(0, Parts.Chunk(part, header.Chunk).Count * ElementBytes);
    }

    /// <summary>Gives room back; that it was used stays known, so that nothing is taken twice.</summary>
    protected void Return(byte[]?[] slots)
    {
        foreach (var slot in slots)
        {
            if (slot is not null)
                Member.Slots.Return(slot);
        }
    }

    private void Contribute(int part)
    {
        if (!Arrived.Contains(Upwards(part)))
            return;
        for (; _next[part] < Math.Min(Parts.NumChunks(part), _numSummed[part] + Window); _next[part]++)
            Contribute(part, _next[part]);
    }
}
