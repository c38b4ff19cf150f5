using System.Text;
using AkkaClip.Collectives.Frames;
using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Bulk;

/// <summary>The asking end of the link to one peer.</summary>
internal sealed class BulkPeer : IFrameReceiver
{
    private readonly DataPlaneEndpoint _endpoint;
    private readonly Action<BulkPeer> _ended;
    private readonly FrameLink _link;
    private readonly Dictionary<long, BulkCall> _calls = [];
    private long _numCalls;
    private string? _failure;

    public BulkPeer(DataPlaneEndpoint endpoint, DataPlaneOptions options, Action<BulkPeer> ended)
    {
        _endpoint = endpoint;
        _ended = ended;
        _link = new FrameLink(0, FrameStamp.None, this, options.SilenceLimit, BulkFrames.MaxPayload);
        var dialler = new Dialler(options);
        _link.Start(connecting => dialler.Dial(endpoint, LinkClaim.Bulk, connecting));
    }

    /// <summary>Sends a request; null when the link is gone.</summary>
    public long? Ask(string channel, ReadOnlySpan<byte> request, BulkCall call)
    {
        lock (_calls)
        {
            if (_failure is not null)
                return null;
            var id = _numCalls;
            var frame = BulkFrames.Request(id, channel, request);
            _calls.Add(_numCalls++, call);
            _link.Send(frame);
            return id;
        }
    }

    /// <summary>Nobody waits for an answer any more.</summary>
    public void GiveUp(long id, CancellationToken cancelled)
    {
        BulkCall? call;
        lock (_calls)
            _calls.TryGetValue(id, out call);
        if (call is null)
            return;
        call.Fail(new OperationCanceledException(cancelled));
        _link.Send(BulkFrames.End(id, 0), isUrgent: true);
    }

    public Span<byte> Place(FrameLink link, in FrameHeader header, Staging staging)
    {
        switch (header.Kind)
        {
            case FrameKind.Answer:
                var place = Find(header).Place(header.Length, header.Chunk, out var isWanted);
                return isWanted ? place : staging.Take(header.Length);
            case FrameKind.End:
                return staging.Take(header.Length);
            default:
                throw new InvalidDataException($"sent {header.Kind}; a server sends answers");
        }
    }

    public void Received(FrameLink link, in FrameHeader header, Span<byte> payload)
    {
        var call = Find(header);
        if (header.Kind == FrameKind.Answer)
        {
            call.Received(header.Length);
            return;
        }
        lock (_calls)
            _calls.Remove(header.Operation);
        if (header.Part == BulkFrames.FailedPart)
            call.Fail(new BulkFailedException($"{_endpoint} answered: {Encoding.UTF8.GetString(payload)}"));
        else
            call.End(header.Chunk);
    }

    public void Broken(FrameLink link, string reason, Exception cause) => End($"{_endpoint} {reason}");

    /// <summary>Ends the link, and fails what is under way.</summary>
    public void End(string reason)
    {
        BulkCall[] left;
        lock (_calls)
        {
            if (_failure is not null)
                return;
            _failure = reason;
            left = [.. _calls.Values];
            _calls.Clear();
        }
        _ended(this);
        _link.End(null);
        _link.Abandon();
        _link.AwaitQuiet();
        foreach (var call in left)
            call.Fail(new BulkFailedException(reason), isQuiet: true);
    }

    private BulkCall Find(in FrameHeader header)
    {
        lock (_calls)
        {
            return _calls.TryGetValue(header.Operation, out var call)
                ? call
                : throw new InvalidDataException($"answered request {header.Operation}, which is not open");
        }
    }
}
