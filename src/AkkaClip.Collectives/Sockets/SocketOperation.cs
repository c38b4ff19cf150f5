using System.Runtime.InteropServices;
using AkkaClip.Collectives.Frames;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// One operation of a member: what it sends once a peer has called it too, and where what arrives belongs. It is done
/// when all of that has been sent, received and summed. The member's lock guards its state, not its buffers.
/// </summary>
internal abstract class SocketOperation(SocketMember member, long number) : ICollectiveOperation, IFrameSource
{
    private int _numOpen;

    public long Number { get; } = number;

    /// <summary>The step that it belongs to.</summary>
    public long Step { get; set; }

    /// <summary>What was called and with which sizes; equal at every member, or the members disagree.</summary>
    public abstract string Description { get; }

    /// <summary>Which peers have called it.</summary>
    public HashSet<int> Arrived { get; } = [];

    public ITimer? ArrivalTimer { get; set; }

    /// <summary>Final: a later failure of the group does not touch this operation.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Peers whose call it waits for.</summary>
    public IReadOnlyList<int> Missing => [.. member.Neighbours.Where(rank => !Arrived.Contains(rank))];

    protected SocketMember Member => member;

    protected int Rank => member.Rank;

    /// <summary>Frames to send, frames to receive and sums to make, in all.</summary>
    protected abstract int NumSteps { get; }

    /// <summary>Called once, under the lock, before any frame.</summary>
    public void Begin()
    {
        _numOpen = NumSteps + member.Neighbours.Count;
        Start();
        FinishIfDone();
    }

    /// <summary>Under the lock: a peer has called it.</summary>
    public void PeerArrived(int peer)
    {
        if (!Arrived.Add(peer))
            throw new InvalidDataException($"announced operation {Number} twice");
        if (Missing.Count == 0)
            ArrivalTimer?.Dispose();
        SendTo(peer);
        Advance();
    }

    public void Complete() => member.Complete(this);

    /// <summary>Without the lock: where a payload belongs.</summary>
    public abstract Span<byte> Place(int peer, in FrameHeader header, Staging staging);

    /// <summary>Without the lock: it is there.</summary>
    public abstract void Received(int peer, in FrameHeader header, Span<byte> payload);

    public abstract ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging);

    public virtual void Sent(in FrameHeader header)
    {
        lock (member.Gate)
            Advance();
    }

    /// <summary>Under the lock: sends what a peer that has called may have.</summary>
    protected abstract void SendTo(int peer);

    /// <summary>Under the lock: what needs nobody else.</summary>
    protected virtual void Start()
    {
    }

    /// <summary>Under the lock: one of the steps is over.</summary>
    protected void Advance()
    {
        _numOpen--;
        FinishIfDone();
    }

    protected void Send(int peer, FrameKind kind, int part, int chunk) => member.Send(peer, kind, this, part, chunk);

    /// <summary>A caller's memory, which may be gone: that is the caller's mistake, and told as such.</summary>
    protected ReadOnlySpan<T> Use<T>(ReadOnlyMemory<T> buffer, int start, int count)
    {
        try
        {
            return buffer.Span.Slice(start, count);
        }
        catch (Exception e)
        {
            throw new CollectiveFailedException($"a buffer of {Description} at rank {Rank} cannot be used: {e.Message}", Rank, e);
        }
    }

    protected Span<T> Use<T>(Memory<T> buffer, int start, int count)
    {
        var span = Use((ReadOnlyMemory<T>)buffer, start, count);
        return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(span), span.Length);
    }

    protected static InvalidDataException Misplaced(in FrameHeader header) =>
        new($"sent {header.Kind} of chunk {header.Chunk} of part {header.Part} in operation {header.Operation}, where it does not belong");

    private void FinishIfDone()
    {
        if (_numOpen > 0 || IsDone)
            return;
        IsDone = true;
        member.Finished(this);
    }
}
