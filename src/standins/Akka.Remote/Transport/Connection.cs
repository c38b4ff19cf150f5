using System.Collections.Concurrent;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>
/// One greeted TCP connection of one lane. Both sides may write: each writes its messages where its lane says, and
/// acknowledgements where the messages came from.
/// </summary>
internal sealed class Connection
{
    private const int BatchBytes = 128 * 1024;

    private readonly Stream _stream;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ConcurrentQueue<byte[]> _signals = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writerSleeps;
    private byte[] _lastFrame;
    private int _closed;
    private long _lastReceived = Environment.TickCount64;
    private long _lastWritten = Environment.TickCount64;

    public Connection(Stream stream, Lane lane, int peerUid, bool isInbound)
    {
        _stream = stream;
        Lane = lane;
        PeerUid = peerUid;
        IsInbound = isInbound;
    }

    public Lane Lane { get; }

    public int PeerUid { get; }

    /// <summary>Whether the other side opened it.</summary>
    public bool IsInbound { get; }

    public long OpenedAt { get; } = Environment.TickCount64;

    /// <summary>Milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long LastReceived => Volatile.Read(ref _lastReceived);

    public long LastWritten => Volatile.Read(ref _lastWritten);

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Whether it is only there for its last frame: nothing that it brings counts any more.</summary>
    public bool IsDismissed => Volatile.Read(ref _lastFrame) is not null;

    /// <summary>Whether it has brought a message. Guarded by its lane's source.</summary>
    public bool HasDelivered { get; set; }

    /// <summary>The last system message that was written to it, by sequence number. Guarded by its lane.</summary>
    public long SystemMessagesSent { get; set; }

    public void Run(int maximumFrameSize, InboundMessages inbound)
    {
        // On its own: the one who opened the connection must not wait for the first message.
        _ = Task.Run(() => Read(maximumFrameSize, inbound));
        _ = Task.Run(Write);
    }

    public void Signal(byte[] frame)
    {
        _signals.Enqueue(frame);
        Wake();
    }

    /// <summary>Tells the writer that there is something to write.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _writerSleeps, 0) == 1)
            _wake.Release();
    }

    /// <summary>
    /// Writes one more frame, at which the other side closes the connection; this side does after a while. Were it to
    /// close first, with bytes unread, the other side would lose what has not reached it.
    /// </summary>
    public async Task Dismiss(byte[] lastFrame, string reason, TimeSpan patience)
    {
        if (Interlocked.CompareExchange(ref _lastFrame, lastFrame, null) is not null)
            return;
        Wake();
        await Task.WhenAny(_ended.Task, Task.Delay(patience)).ConfigureAwait(false);
        Close(reason, orderly: true);
    }

    /// <summary>Closes it; the lane hears of it once.</summary>
    public void Close(string reason, bool orderly)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _stream.Dispose();
        _ended.SetResult();
        Interlocked.Exchange(ref _writerSleeps, 0);
        _wake.Release();
        Lane.Lost(this, reason, orderly);
    }

    private async Task Read(int maximumFrameSize, InboundMessages inbound)
    {
        var reader = new FrameReader(_stream, maximumFrameSize);
        try
        {
            while (await reader.Fill().ConfigureAwait(false))
            {
                Volatile.Write(ref _lastReceived, Environment.TickCount64);
                while (!IsClosed && reader.TryTake(out var frame))
                {
                    if (!IsDismissed)
                        inbound.Receive(frame);
                }
                inbound.Acknowledge();
            }
            Close("the connection was closed by the remote system", orderly: IsDismissed);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Close(e.Message, orderly: IsDismissed);
        }
        catch (Exception e)
        {
            // What the other side sent cannot be understood; nothing after it could be, either.
            if (Lane.Association.Remoting.Throttle.Allows($"mad {Lane.Association.Remote}"))
                Lane.Association.Log.Error("Closing the connection with [{0}]: {1}", Lane.Association.Remote, e.Message);
            Close(e.Message, orderly: false);
        }
    }

    private async Task Write()
    {
        var batch = new BatchBuffer(BatchBytes);
        try
        {
            while (!IsClosed)
            {
                var last = Volatile.Read(ref _lastFrame);
                if (last is not null)
                {
                    batch.Append(last);
                    await _stream.WriteAsync(batch.Written).ConfigureAwait(false);
                    return;
                }
                if (!Collect(batch))
                {
                    Interlocked.Exchange(ref _writerSleeps, 1);
                    // What came between the two lines above has not woken it.
                    if (!IsDismissed && !Collect(batch))
                    {
                        await _wake.WaitAsync().ConfigureAwait(false);
                        continue;
                    }
                    Interlocked.Exchange(ref _writerSleeps, 0);
                    if (batch.IsEmpty)
                        continue;
                }
                await _stream.WriteAsync(batch.Written).ConfigureAwait(false);
                Volatile.Write(ref _lastWritten, Environment.TickCount64);
                batch.Clear();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Close(e.Message, orderly: false);
        }
    }

    private bool Collect(BatchBuffer batch)
    {
        while (_signals.TryDequeue(out var signal))
            batch.Append(signal);
        Lane.TakeBatch(this, batch, BatchBytes);
        return !batch.IsEmpty;
    }
}
