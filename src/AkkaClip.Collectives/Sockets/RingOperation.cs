using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>An operation whose bytes come from the rank before and go to the rank after.</summary>
internal abstract class RingOperation(SocketMember member, long number) : SocketOperation(member, number)
{
    /// <summary>What the next rank is to have, and has not called for yet.</summary>
    private readonly Queue<(FrameKind Kind, int Part, int Chunk)> _held = [];

    protected int Next => (Rank + 1) % Member.WorldSize;

    protected int Previous => (Rank + Member.WorldSize - 1) % Member.WorldSize;

    protected override void SendTo(int peer)
    {
        if (peer != Next)
            return;
        while (_held.TryDequeue(out var frame))
            Send(Next, frame.Kind, frame.Part, frame.Chunk);
    }

    /// <summary>Under the lock.</summary>
    protected void SendNext(FrameKind kind, int part, int chunk)
    {
        if (Arrived.Contains(Next))
            Send(Next, kind, part, chunk);
        else
            _held.Enqueue((kind, part, chunk));
    }

    protected static int Sum(ChunkedParts parts, Func<int, bool> which) => Enumerable.Range(0, parts.NumParts).Where(which).Sum(parts.NumChunks);
}
