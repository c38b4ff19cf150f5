using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Bulk;

/// <summary>The serving end of one asker's link.</summary>
internal sealed class BulkConnection : IFrameReceiver
{
    /// <summary>Requests of one asker that are answered at once; further ones fail.</summary>
    private const int MaxRequests = 256;

    private readonly Func<string, BulkHandler?> _find;
    private readonly Action<BulkConnection> _ended;
    private readonly Dictionary<long, BulkAnswer> _answers = [];

    public BulkConnection(Func<string, BulkHandler?> find, Action<BulkConnection> ended, TimeSpan silenceLimit)
    {
        _find = find;
        _ended = ended;
        Link = new FrameLink(0, FrameStamp.None, this, silenceLimit, BulkFrames.MaxPayload);
    }

    public FrameLink Link { get; }

    public Span<byte> Place(FrameLink link, in FrameHeader header, Staging staging) =>
        header.Kind is FrameKind.Request or FrameKind.End ? staging.Take(header.Length) : throw new InvalidDataException($"sent {header.Kind}; an asker sends requests");

    public void Received(FrameLink link, in FrameHeader header, Span<byte> payload)
    {
        if (header.Kind == FrameKind.End)
        {
            GiveUp(header.Operation);
            return;
        }
        var (channel, request) = BulkFrames.ParseRequest(payload);
        var id = header.Operation;
        var answer = new BulkAnswer(link, id);
        lock (_answers)
        {
            if (_answers.Count >= MaxRequests)
            {
                link.Send(BulkFrames.Failure(id, $"{MaxRequests} requests are under way on this connection"));
                return;
            }
            if (!_answers.TryAdd(id, answer))
                throw new InvalidDataException($"sent request {id} twice");
        }
        _ = Task.Run(() => Serve(id, channel, request, answer));
    }

    public void Broken(FrameLink link, string reason, Exception cause) => End($"the asker {reason}");

    /// <summary>Ends the link, and fails what is under way.</summary>
    public void End(string reason)
    {
        Link.End(null);
        Link.AwaitQuiet();
        BulkAnswer[] left;
        lock (_answers)
            left = [.. _answers.Values];
        foreach (var answer in left)
            answer.Fail(reason);
        _ended(this);
    }

    private async Task Serve(long id, string channel, byte[] request, BulkAnswer answer)
    {
        OutgoingFrame end;
        try
        {
            var handler = _find(channel) ?? throw new BulkFailedException($"no channel {channel} is served");
            await handler(request, answer, answer.Cancelled.Token).ConfigureAwait(false);
            end = BulkFrames.End(id, answer.NumFrames);
        }
        catch (Exception e)
        {
            // Whatever goes wrong in a handler is the answer to the one request.
            end = BulkFrames.Failure(id, e.Message);
        }
        lock (_answers)
            _answers.Remove(id);
        Link.Send(end);
        answer.Cancelled.Dispose();
    }

    private void GiveUp(long id)
    {
        BulkAnswer? answer;
        lock (_answers)
            _answers.TryGetValue(id, out answer);
        answer?.Cancelled.Cancel();
    }
}
