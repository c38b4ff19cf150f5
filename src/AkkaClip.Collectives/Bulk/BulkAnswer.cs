using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Bulk;

/// <summary>One request being answered: sends the handler's writes a few frames ahead, so that answers share the link.</summary>
internal sealed class BulkAnswer(FrameLink link, long id) : IBulkBody, IFrameSource
{
    private const int FramesAhead = 3;

    private readonly object _gate = new();
    private ReadOnlyMemory<byte> _bytes;
    private TaskCompletionSource? _written;
    private int _numQueuedBytes;
    private int _numSentBytes;
    private BulkFailedException? _failure;

    public CancellationTokenSource Cancelled { get; } = new();

    /// <summary>Frames so far.</summary>
    public int NumFrames { get; private set; }

    public Task Write(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return Task.CompletedTask;
        lock (_gate)
        {
            if (_failure is not null)
                return Task.FromException(_failure);
            if (_written is not null)
                throw new InvalidOperationException("The write before is not over; await it.");
            _bytes = bytes;
            _numQueuedBytes = _numSentBytes = 0;
            _written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var written = _written.Task;
            for (var ahead = 0; ahead < FramesAhead; ahead++)
                QueueNext();
            return written;
        }
    }

    public ReadOnlySpan<byte> Payload(int peer, in FrameHeader header, Staging staging)
    {
        lock (_gate)
        {
            var start = header.Part;
            return _bytes.Span[start..Math.Min(_bytes.Length, start + BulkFrames.MaxPayload)];
        }
    }

    public void Sent(in FrameHeader header)
    {
        TaskCompletionSource? written = null;
        lock (_gate)
        {
            _numSentBytes = Math.Min(_bytes.Length, header.Part + BulkFrames.MaxPayload);
            QueueNext();
            if (_numSentBytes == _bytes.Length)
                (written, _written, _bytes) = (_written, null, default);
        }
        written?.TrySetResult();
    }

    /// <summary>The link is gone, and uses no memory any more.</summary>
    public void Fail(string reason)
    {
        TaskCompletionSource? written;
        BulkFailedException failure;
        lock (_gate)
        {
            failure = _failure ??= new BulkFailedException(reason);
            written = _written;
        }
        Cancelled.Cancel();
        written?.TrySetException(failure);
    }

    private void QueueNext()
    {
        if (_numQueuedBytes == _bytes.Length)
            return;
        link.Send(new OutgoingFrame(BulkFrames.Header(FrameKind.Answer, id) with { Part = _numQueuedBytes, Chunk = NumFrames++ }, default, this));
        _numQueuedBytes = Math.Min(_bytes.Length, _numQueuedBytes + BulkFrames.MaxPayload);
    }
}
