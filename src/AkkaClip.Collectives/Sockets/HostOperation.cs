using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>An operation whose bytes pass through agents: see <see cref="HostLayout"/>.</summary>
internal abstract class HostOperation : SocketOperation
{
    /// <summary>What a peer is to have, and has not called for yet: by peer, in order.</summary>
    private readonly Dictionary<int, Queue<(FrameKind Kind, int Part, int Chunk)>> _held = [];

    protected HostOperation(SocketMember member, long number, HostLayout hosts)
        : base(member, number)
    {
        Hosts = hosts;
        Host = hosts.HostOf(Rank);
        Local = [.. hosts.MembersOf(Host).Where(rank => rank != Rank)];
    }

    protected HostLayout Hosts { get; }

    /// <summary>This member's.</summary>
    protected int Host { get; }

    /// <summary>The others of this host.</summary>
    protected IReadOnlyList<int> Local { get; }

    /// <summary>Through whom this host gets an owner's part: this rank itself, another of the host, or the owner.</summary>
    protected int AgentOf(int owner) => Hosts.AgentOf(owner, Host);

    /// <summary>This rank stands for an owner of another host.</summary>
    protected bool IsAgentOf(int owner) => owner != Rank && AgentOf(owner) == Rank;

    /// <summary>Under the lock: sends a frame as soon as the peer has called the operation.</summary>
    protected void SendOrHold(int peer, FrameKind kind, int part, int chunk)
    {
        if (Arrived.Contains(peer))
        {
            Send(peer, kind, part, chunk);
            return;
        }
        if (!_held.TryGetValue(peer, out var held))
            _held[peer] = held = new Queue<(FrameKind, int, int)>();
        held.Enqueue((kind, part, chunk));
    }

    /// <summary>Under the lock: what an owner, or an agent, has is sent to the others of this host, and by the owner to the other agents.</summary>
    protected void PassOn(FrameKind kind, int owner, int chunk)
    {
        foreach (var peer in Local)
            SendOrHold(peer, kind, owner, chunk);
        if (owner != Rank)
            return;
        for (var host = 0; host < Hosts.NumHosts; host++)
        {
            if (host != Host)
                SendOrHold(Hosts.AgentOf(owner, host), kind, owner, chunk);
        }
    }

    /// <summary>How often <see cref="PassOn"/> sends a chunk.</summary>
    protected int NumPassedOn(int owner) => owner == Rank ? Local.Count + Hosts.NumHosts - 1 : IsAgentOf(owner) ? Local.Count : 0;

    /// <summary>Whether a peer is the one from whom this rank gets an owner's part.</summary>
    protected bool ComesFrom(int peer, int owner) =>
        owner >= 0 && owner < Hosts.WorldSize && owner != Rank && peer == (IsAgentOf(owner) ? owner : AgentOf(owner));

    protected override void SendTo(int peer)
    {
        while (_held.TryGetValue(peer, out var held) && held.TryDequeue(out var frame))
            Send(peer, frame.Kind, frame.Part, frame.Chunk);
    }
}
