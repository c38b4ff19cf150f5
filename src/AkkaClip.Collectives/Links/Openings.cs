using System.Net.Sockets;

namespace AkkaClip.Collectives.Links;

/// <summary>
/// Links that have not proved themselves yet. Each has a thread, a deadline, and no memory to speak of; when there are too
/// many, the oldest is closed.
/// </summary>
internal sealed class Openings(DataPlaneOptions options, Meetings meetings)
{
    /// <summary>Proven links that wait for their generation; each holds a thread.</summary>
    private const int MaxWaiting = 1024;

    private readonly object _gate = new();
    private readonly LinkedList<LinkStream> _unproven = [];
    private readonly RefusalLog _log = new(options.Warn);
    private int _numWaiting;
    private bool _isClosed;

    /// <summary>Takes the next connection of a listening socket; false when it is closed.</summary>
    public bool Accept(Socket listening)
    {
        try
        {
            var socket = listening.Accept();
            var stream = new LinkStream(socket, options.OpeningTimeout);
            Begin(stream, isUnix: listening.AddressFamily == AddressFamily.Unix);
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            lock (_gate)
            {
                if (_isClosed)
                    return false;
                // The peer is gone again, or this process has no file descriptor left. The latter lasts: take breath.
                _log.Refused("the network", $"cannot be accepted: {e.Message}");
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(100));
                return !_isClosed;
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var stream in _unproven)
                stream.Dispose();
            Monitor.PulseAll(_gate);
        }
    }

    private void Begin(LinkStream stream, bool isUnix)
    {
        LinkedListNode<LinkStream> place;
        LinkStream? oldest = null;
        lock (_gate)
        {
            place = _unproven.AddLast(stream);
            if (_isClosed)
                oldest = stream;
            else if (_unproven.Count > options.MaxOpenings)
                oldest = _unproven.First!.Value;
        }
        oldest?.Dispose();
        try
        {
            new Thread(() => Run(place, isUnix)) { IsBackground = true, Name = "data-plane-opening" }.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            stream.Dispose();
            lock (_gate)
                _unproven.Remove(place);
            throw new IOException("this process gets no more threads", e);
        }
    }

    private void Run(LinkedListNode<LinkStream> place, bool isUnix)
    {
        var stream = place.Value;
        var wasTaken = false;
        try
        {
            var (handshake, claim) = Prove(place, isUnix);
            var (taker, refusal) = Find(claim);
            handshake.Answer(refusal);
            if (taker is not null)
            {
                wasTaken = true;
                stream.SetSilenceLimit(options.SilenceLimit);
                taker.Take(claim, stream);
            }
            else
            {
                _log.Refused(stream.Source, $"is not wanted: {refusal}");
            }
        }
        catch (LinkRefusedException e)
        {
            _log.Refused(stream.Source, e.Message);
        }
        catch (IOException)
        {
            // How it ended differs by who was quicker; one line is enough for all of them.
            _log.Refused(stream.Source, "did not prove itself");
        }
        catch (Exception e)
        {
            // Whatever a stranger brings about, TLS failures among it, ends the stranger's link and not the process.
            _log.Refused(stream.Source, $"did not prove itself: {e.Message}");
        }
        finally
        {
            if (!wasTaken)
                stream.Dispose();
        }
    }

    private (ILinkTaker? Taker, string? Refusal) Find(LinkClaim claim)
    {
        try
        {
            return Interlocked.Increment(ref _numWaiting) > MaxWaiting
                ? (null, "too many links wait for their generation")
                : meetings.Find(claim, options.LinkTimeout, TimeProvider.System);
        }
        finally
        {
            Interlocked.Decrement(ref _numWaiting);
        }
    }

    private (Handshake Handshake, LinkClaim Claim) Prove(LinkedListNode<LinkStream> place, bool isUnix)
    {
        var stream = place.Value;
        try
        {
            // A byte now and then would outlast the time-out of a single call; this deadline counts from the start.
            using var deadline = new Timer(_ => stream.Dispose(), null, options.OpeningTimeout, Timeout.InfiniteTimeSpan);
            if (options.Tls is not null && !isUnix)
                stream.StartTls(options.Tls.Server);
            var handshake = new Handshake(stream, options.Secret);
            return (handshake, handshake.Challenge());
        }
        finally
        {
            lock (_gate)
                _unproven.Remove(place);
        }
    }
}
