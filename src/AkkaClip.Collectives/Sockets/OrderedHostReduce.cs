using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Contributions that are summed in one fixed order, wherever they come from: agents pass them on as they are, and the
/// owner, who has them all, adds them up.
/// </summary>
internal sealed class OrderedHostReduce : HostReduce
{
    /// <summary>By part that this rank owns or is an agent of: by chunk, what has come, in the order of the sum.</summary>
    private readonly byte[]?[][][] _terms;
    private readonly int[] _numArrived;
    private readonly int[] _rankOfTerm;
    private readonly int _numHostTerms;

    public OrderedHostReduce(SocketMember member, long number, HostLayout hosts, ChunkedParts parts, ReduceCall call)
        : base(member, number, hosts, parts, call)
    {
        _terms = [.. Enumerable.Range(0, parts.NumParts).Select(part => Slots(part, call.NumTerms))];
        _numArrived = new int[parts.NumChunks(Rank)];
        _rankOfTerm = [.. Enumerable.Range(0, hosts.WorldSize).SelectMany(rank => Enumerable.Repeat(rank, call.NumTermsOf(rank)))];
        _numHostTerms = hosts.MembersOf(Host).Sum(call.NumTermsOf);
    }

    protected override int NumStepsToOwner(int part) =>
        part == Rank ? Call.NumTerms - Call.NumTermsOf(Rank) + 1
        : IsAgentOf(part) ? _numHostTerms - Call.NumTermsOf(Rank) + _numHostTerms
        : Call.NumTermsOf(Rank);

    protected override void Contribute(int part, int chunk)
    {
        for (var local = 0; local < Call.NumTermsOf(Rank); local++)
            Send(Upwards(part), FrameKind.Contribution, Code(part, Call.FirstTermOf(Rank) + local), chunk);
    }

    protected override Span<byte> PlaceTerm(int peer, in FrameHeader header)
    {
        var (part, term) = Decode(header.Part);
        if (header.Kind != FrameKind.Contribution || !Parts.Has(part, header.Chunk) || AgentOf(part) != Rank || !MayBring(peer, part, term))
            throw Misplaced(header);
        return Fill(ref _terms[part][header.Chunk][term], header, part);
    }

    protected override void ReceivedTerm(int peer, in FrameHeader header)
    {
        var part = Decode(header.Part).Part;
        lock (Member.Gate)
        {
            Advance();
            if (part != Rank)
            {
                SendOrHold(part, FrameKind.Contribution, header.Part, header.Chunk);
                return;
            }
            if (++_numArrived[header.Chunk] < Call.NumTerms - Call.NumTermsOf(Rank))
                return;
        }
        Sum(header.Chunk);
    }

    protected override ReadOnlySpan<byte> TermPayload(in FrameHeader header, Staging staging)
    {
        var (part, term) = Decode(header.Part);
        var local = term - Call.FirstTermOf(Rank);
        return local >= 0 && local < Call.NumTermsOf(Rank)
            ? Encode(Call.Own[local], part, header.Chunk, staging)
            : _terms[part][header.Chunk][term].AsSpan(0, Parts.Chunk(part, header.Chunk).Count * ElementBytes);
    }

    /// <summary>What was passed on needs its room no longer.</summary>
    public override void Sent(in FrameHeader header)
    {
        if (header.Kind == FrameKind.Contribution)
        {
            var (part, term) = Decode(header.Part);
            if (IsAgentOf(part) && _terms[part][header.Chunk][term] is { } slot)
                Member.Slots.Return(slot);
        }
        base.Sent(header);
    }

    private void Sum(int chunk)
    {
        var received = _terms[Rank][chunk];
        var (start, count) = Parts.Chunk(Rank, chunk);
        var first = Call.FirstTermOf(Rank);
        SumTerm[] terms = [.. received.Select((slot, term) => slot is null ? new SumTerm(Call.Own[term - first].Slice(start, count), null) : new SumTerm(default, slot))];
        OrderedSum.Run(terms, Use(Call.Target, start, count), Call.Wire);
        Return(received);
        lock (Member.Gate)
            Answer(chunk);
    }

    /// <summary>A member of this host brings its own, an agent all of its host to the owner.</summary>
    private bool MayBring(int peer, int part, int term)
    {
        if (term < 0 || term >= _rankOfTerm.Length)
            return false;
        var from = _rankOfTerm[term];
        var host = Hosts.HostOf(peer);
        return host == Host ? from == peer : part == Rank && peer == Hosts.AgentOf(Rank, host) && Hosts.HostOf(from) == host;
    }

    private int Code(int part, int term) => (term * Hosts.WorldSize) + part;

    private (int Part, int Term) Decode(int code) => code < 0 ? (-1, -1) : (code % Hosts.WorldSize, code / Hosts.WorldSize);
}
