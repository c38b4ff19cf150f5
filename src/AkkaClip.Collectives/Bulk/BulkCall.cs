using System.Buffers;

namespace AkkaClip.Collectives.Bulk;

/// <summary>
/// One request on the asking side: collects the answer, in a caller's buffer or one that grows. It is over only when no
/// thread writes the buffer any more.
/// </summary>
internal sealed class BulkCall(Memory<byte>? target, int maxBytes)
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private readonly ArrayBufferWriter<byte>? _grown = target is null ? new ArrayBufferWriter<byte>() : null;
    private int _numBytes;
    private int _numFrames;
    private bool _isReceiving;
    private Exception? _failure;

    /// <summary>The number of bytes, at last.</summary>
    public Task<int> Done => _done.Task;

    /// <summary>The answer where no buffer was given.</summary>
    public byte[] Answer => _grown!.WrittenSpan.ToArray();

    /// <summary>Room for the next frame; null when nobody wants it any more.</summary>
    /// <exception cref="InvalidDataException">The answer is out of order.</exception>
    public Span<byte> Place(int length, int frame, out bool isWanted)
    {
        lock (_gate)
        {
            if (frame != _numFrames)
                throw new InvalidDataException($"sent frame {frame} of an answer where frame {_numFrames} is due");
            if (_failure is null && (long)_numBytes + length > maxBytes)
                Fail(new BulkFailedException($"the answer is longer than {maxBytes} bytes"));
            isWanted = _failure is null;
            if (!isWanted)
                return [];
            _isReceiving = true;
            return _grown is null ? target!.Value.Span.Slice(_numBytes, length) : _grown.GetSpan(length)[..length];
        }
    }

    public void Received(int length)
    {
        lock (_gate)
        {
            _numFrames++;
            if (!_isReceiving)
                return;
            _grown?.Advance(length);
            _numBytes += length;
            _isReceiving = false;
            if (_failure is not null)
                _done.TrySetException(_failure);
        }
    }

    public void End(int numFrames)
    {
        lock (_gate)
        {
            if (numFrames != _numFrames)
                Fail(new BulkFailedException($"{_numFrames} frames of an answer of {numFrames} have come"));
            if (_failure is null)
                _done.TrySetResult(_numBytes);
        }
    }

    /// <summary>The call fails, at once or when the frame under way is over.</summary>
    /// <param name="isQuiet">Nothing is received any more.</param>
    public void Fail(Exception failure, bool isQuiet = false)
    {
        lock (_gate)
        {
            _failure ??= failure;
            if (isQuiet || !_isReceiving)
                _done.TrySetException(_failure);
        }
    }
}
