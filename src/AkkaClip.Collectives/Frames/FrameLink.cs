using AkkaClip.Collectives.Links;
using AkkaClip.Core.Checksums;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Frames;

/// <summary>
/// Frames over one link: a thread that sends what is queued, and gives signs of life when nothing is, and one that
/// receives and checks. Frames may be queued before the link is open.
/// </summary>
internal sealed class FrameLink(int peer, FrameStamp stamp, IFrameReceiver receiver, TimeSpan silenceLimit, int maxPayload)
{
    /// <summary>Payloads up to this length travel in one call with their header.</summary>
    private const int SmallBytes = 4096;

    /// <summary>After the link has ended, what still hangs in a system call is cut off.</summary>
    private static readonly TimeSpan s_endLimit = TimeSpan.FromMilliseconds(300);

    private readonly object _gate = new();
    private readonly Queue<OutgoingFrame> _urgent = [];
    private readonly Queue<OutgoingFrame> _queue = [];
    private LinkStream? _stream;
    private IDisposable? _connecting;
    private bool _isStarted;
    private bool _isBroken;
    private bool _isEnding;
    private OutgoingFrame? _last;

    /// <summary>Threads that are inside a payload's memory.</summary>
    private int _numBusy;
    private bool _isReceiving;

    /// <summary>The rank, or whatever number the owner gave the other end.</summary>
    public int Peer => peer;

    public bool IsOpen
    {
        get
        {
            lock (_gate)
                return _stream is not null;
        }
    }

    /// <summary>Begins to send and receive, once <paramref name="open"/>, on the sending thread, has given the stream.</summary>
    /// <param name="open">Is given a way to make known what ends it.</param>
    /// <returns>False when it was started before.</returns>
    public bool Start(Func<Action<IDisposable>, LinkStream> open)
    {
        lock (_gate)
        {
            if (_isStarted)
                return false;
            _isStarted = true;
        }
        try
        {
            new Thread(() => Run(open)) { IsBackground = true, Name = $"link-{peer}-send" }.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            Break(NoThread(e));
        }
        return true;
    }

    /// <summary>Queues a frame; dropped when the link has ended.</summary>
    public void Send(in OutgoingFrame frame, bool isUrgent = false)
    {
        lock (_gate)
        {
            if (_isEnding)
                return;
            (isUrgent ? _urgent : _queue).Enqueue(frame);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Frames that wait to be sent.</summary>
    public int NumQueued
    {
        get
        {
            lock (_gate)
                return _urgent.Count + _queue.Count;
        }
    }

    /// <summary>Ends the link: nothing is received any more, and after the frame that is under way a last one is sent. Does not wait.</summary>
    public void End(in OutgoingFrame? last)
    {
        lock (_gate)
        {
            if (_isEnding)
                return;
            _isEnding = true;
            _last = last;
            _urgent.Clear();
            _queue.Clear();
            _stream?.StopReceiving();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>After <see cref="End"/>: gives up what is still on its way to being opened.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            if (_stream is null)
                _connecting?.Dispose();
        }
    }

    /// <summary>After <see cref="End"/>: returns when no payload's memory is in use any more.</summary>
    public void AwaitQuiet()
    {
        lock (_gate)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (_numBusy > 0 && s_endLimit - TimeProvider.System.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero)
                Monitor.Wait(_gate, rest);
            if (_numBusy > 0)
                _stream?.Dispose();
            while (_numBusy > 0)
                Monitor.Wait(_gate);
        }
    }

    private void Run(Func<Action<IDisposable>, LinkStream> open)
    {
        LinkStream stream;
        try
        {
            stream = open(connecting =>
            {
                lock (_gate)
                    _connecting = connecting;
            });
        }
        catch (Exception e)
        {
            Break(e);
            return;
        }

        lock (_gate)
        {
            _stream = stream;
            _isReceiving = true;
            if (_isEnding)
                stream.StopReceiving();
        }
        try
        {
            new Thread(() => Receive(stream)) { IsBackground = true, Name = $"link-{peer}-receive" }.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            EndReceiving();
            Break(NoThread(e));
        }
        if (SendQueued(stream))
            SendLast(stream);
        stream.Dispose();
    }

    /// <summary>Sends until the link has ended; false when the stream itself is broken.</summary>
    private bool SendQueued(LinkStream stream)
    {
        try
        {
            SendAll(stream);
            return true;
        }
        catch (IOException e)
        {
            // What the peer said before it went explains more than that it went: the receiving thread may be about to read it.
            AwaitReceived();
            Break(e);
            return false;
        }
        catch (Exception e)
        {
            // A payload could not be had: this end's fault, about which the other one is told.
            Break(e);
            return true;
        }
    }

    /// <summary>Says the last word, and lets the other end say its own.</summary>
    private void SendLast(LinkStream stream)
    {
        try
        {
            if (_last is { } last)
            {
                stream.SetSilenceLimit(s_endLimit);
                SendOne(stream, last, new Staging(maxPayload), new byte[FrameHeader.Bytes + SmallBytes]);
            }
        }
        catch (Exception e)
        {
            // It does not get through; the link is given up either way.
            _ = e;
        }
        stream.StopSending();
        AwaitReceived();
    }

    private void AwaitReceived()
    {
        lock (_gate)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (_isReceiving && s_endLimit - TimeProvider.System.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero)
                Monitor.Wait(_gate, rest);
        }
    }

    private void EndReceiving()
    {
        lock (_gate)
        {
            _isReceiving = false;
            Monitor.PulseAll(_gate);
        }
    }

    private static IOException NoThread(Exception e) => new($"cannot be linked: this process gets no more threads ({e.Message})", e);

    private void SendAll(LinkStream stream)
    {
        var staging = new Staging(maxPayload);
        var small = new byte[FrameHeader.Bytes + SmallBytes];
        while (Next(out var frame))
        {
            try
            {
                SendOne(stream, frame, staging, small);
                frame.Source?.Sent(frame.Header);
            }
            finally
            {
                Leave();
            }
        }
    }

    /// <summary>Waits for the next frame, or makes up a sign of life; false when the link has ended.</summary>
    private bool Next(out OutgoingFrame frame)
    {
        lock (_gate)
        {
            var isDue = false;
            while (!_isEnding && !isDue && _urgent.Count + _queue.Count == 0)
                isDue = !Monitor.Wait(_gate, silenceLimit / 4);
            frame = default;
            if (_isEnding)
                return false;
            if (!_urgent.TryDequeue(out frame) && !_queue.TryDequeue(out frame))
                frame = new OutgoingFrame(stamp.Header(FrameKind.KeepAlive), default);
            _numBusy++;
            return true;
        }
    }

    private void SendOne(LinkStream stream, in OutgoingFrame frame, Staging staging, byte[] small)
    {
        var payload = frame.Source is null ? frame.Bytes.Span : frame.Source.Payload(peer, frame.Header, staging);
        var header = frame.Header with { Length = payload.Length, Checksum = Crc32C.Compute(payload) };
        header.Write(small);
        if (payload.Length <= SmallBytes)
        {
            payload.CopyTo(small.AsSpan(FrameHeader.Bytes));
            stream.Send(small.AsSpan(0, FrameHeader.Bytes + payload.Length));
            return;
        }
        stream.Send(small.AsSpan(0, FrameHeader.Bytes));
        stream.Send(payload);
    }

    private void Receive(LinkStream stream)
    {
        var staging = new Staging(maxPayload);
        var bytes = new byte[FrameHeader.Bytes];
        try
        {
            while (true)
            {
                stream.Receive(bytes);
                var header = FrameHeader.Read(bytes);
                Check(header);
                if (header.Kind == FrameKind.KeepAlive)
                    continue;
                if (!Enter())
                    break;
                try
                {
                    ReceivePayload(stream, header, staging);
                }
                finally
                {
                    Leave();
                }
            }
        }
        catch (Exception e)
        {
            Break(e);
        }
        stream.Drain(staging.Take(maxPayload));
        EndReceiving();
    }

    private void ReceivePayload(LinkStream stream, in FrameHeader header, Staging staging)
    {
        var payload = receiver.Place(this, header, staging);
        if (payload.Length != header.Length)
            throw new InvalidDataException($"sent {header.Length} bytes as {header.Kind} where {payload.Length} belong");
        stream.Receive(payload);
        var checksum = Crc32C.Compute(payload);
        if (checksum != header.Checksum)
            throw new InvalidDataException($"sent a corrupt frame: {header.Kind} of operation {header.Operation}, chunk {header.Chunk} of part {header.Part}, has checksum {checksum:x8} instead of {header.Checksum:x8}");
        receiver.Received(this, header, payload);
    }

    private void Check(in FrameHeader header)
    {
        var staleness = stamp.Judge(header);
        if (staleness != Staleness.Current)
            throw new InvalidDataException($"sent a frame of {(staleness == Staleness.Foreign ? "another run" : $"generation {header.Generation}")} ({staleness}) on a link of generation {stamp.Generation}");
        if (header.Length < 0 || header.Length > maxPayload)
            throw new InvalidDataException($"sent a frame of {header.Length} bytes; at most {maxPayload} are taken");
    }

    private bool Enter()
    {
        lock (_gate)
        {
            if (_isEnding)
                return false;
            _numBusy++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _numBusy--;
            if (_isEnding)
                Monitor.PulseAll(_gate);
        }
    }

    private void Break(Exception cause)
    {
        lock (_gate)
        {
            if (_isBroken || _isEnding)
                return;
            _isBroken = true;
        }
        receiver.Broken(this, cause.Message, cause);
    }
}
