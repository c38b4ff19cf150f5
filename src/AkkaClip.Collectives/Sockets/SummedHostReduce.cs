using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Members of a host are summed by its agents, in rank order and in place; the owner sums hosts, in the order of their
/// lowest ranks. With bfloat16 the sum of a host is rounded, too.
/// </summary>
internal sealed class SummedHostReduce : HostReduce
{
    /// <summary>By part that this rank owns or is an agent of: by chunk, what has come of each member of this host.</summary>
    private readonly byte[]?[][][] _contributions;
    private readonly int[][] _numArrived;

    /// <summary>By chunk of the own part: the sums of the other hosts.</summary>
    private readonly byte[]?[][] _hostSums;
    private readonly int[] _numHosts;

    public SummedHostReduce(SocketMember member, long number, HostLayout hosts, ChunkedParts parts, ReduceCall call)
        : base(member, number, hosts, parts, call)
    {
        _contributions = [.. Enumerable.Range(0, parts.NumParts).Select(part => Slots(part, hosts.MembersOf(Host).Length))];
        _numArrived = [.. _contributions.Select(chunks => new int[chunks.Length])];
        _hostSums = Slots(Rank, hosts.NumHosts);
        _numHosts = new int[_hostSums.Length];
    }

    /// <summary>An agent: contributions, their sum, and its sending. An owner: contributions and sums of hosts, and the two sums.</summary>
    protected override int NumStepsToOwner(int part) =>
        part == Rank ? Local.Count + (Hosts.NumHosts - 1) + 2
        : IsAgentOf(part) ? Local.Count + 2
        : 1;

    /// <summary>An owner alone on its host has its host's sum.</summary>
    protected override void Start()
    {
        for (var chunk = 0; Local.Count == 0 && chunk < Parts.NumChunks(Rank); chunk++)
            HostSummed(Rank, chunk);
    }

    protected override void Contribute(int part, int chunk)
    {
        if (!IsAgentOf(part))
            Send(AgentOf(part), FrameKind.Contribution, part, chunk);
        else if (Local.Count == 0)
            SumHost(part, chunk);
    }

    protected override Span<byte> PlaceTerm(int peer, in FrameHeader header)
    {
        var (part, chunk, host) = (header.Part, header.Chunk, Hosts.HostOf(peer));
        if (!Parts.Has(part, chunk) || AgentOf(part) != Rank)
            throw Misplaced(header);
        if (header.Kind == FrameKind.Contribution && host == Host)
            return Fill(ref _contributions[part][chunk][Hosts.MembersOf(Host).IndexOf(peer)], header, part);
        if (header.Kind == FrameKind.HostSum && host != Host && part == Rank && peer == Hosts.AgentOf(Rank, host))
            return Fill(ref _hostSums[chunk][host], header, part);
        throw Misplaced(header);
    }

    protected override void ReceivedTerm(int peer, in FrameHeader header)
    {
        var (part, chunk) = (header.Part, header.Chunk);
        bool isComplete;
        lock (Member.Gate)
        {
            isComplete = header.Kind == FrameKind.HostSum
                ? ++_numHosts[chunk] == Hosts.NumHosts
                : ++_numArrived[part][chunk] == Local.Count;
            Advance();
        }
        if (!isComplete)
            return;
        if (header.Kind == FrameKind.HostSum)
            SumHosts(chunk);
        else
            SumHost(part, chunk);
    }

    protected override ReadOnlySpan<byte> TermPayload(in FrameHeader header, Staging staging) => Encode(Call.Target, header.Part, header.Chunk, staging);

    private void SumHost(int part, int chunk)
    {
        var received = _contributions[part][chunk];
        var (start, count) = Parts.Chunk(part, chunk);
        SumTerm[] terms = [.. received.Select(slot => slot is null ? new SumTerm(Call.Target.Slice(start, count), null) : new SumTerm(default, slot))];
        OrderedSum.Run(terms, Use(Call.Target, start, count), Call.Wire);
        Return(received);
        bool isComplete;
        lock (Member.Gate)
            isComplete = HostSummed(part, chunk);
        if (isComplete)
            SumHosts(chunk);
    }

    /// <summary>Under the lock: whether the owner has the sums of all hosts.</summary>
    private bool HostSummed(int part, int chunk)
    {
        Advance();
        if (part == Rank)
            return ++_numHosts[chunk] == Hosts.NumHosts;
        SendOrHold(part, FrameKind.HostSum, part, chunk);
        return false;
    }

    private void SumHosts(int chunk)
    {
        var (start, count) = Parts.Chunk(Rank, chunk);
        SumTerm[] terms = [.. _hostSums[chunk].Select(slot => slot is null ? new SumTerm(Call.Target.Slice(start, count), null) : new SumTerm(default, slot))];
        OrderedSum.Run(terms, Use(Call.Target, start, count), Call.Wire);
        Return(_hostSums[chunk]);
        lock (Member.Gate)
            Answer(chunk);
    }
}
