using System.Buffers.Binary;

namespace Akka.Remote.Transport;

/// <summary>Cuts a stream into frames. Its buffer grows with the bytes that have come, never with what a length claims.</summary>
internal sealed class FrameReader
{
    private const int InitialBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly int _maximumFrameSize;
    private byte[] _buffer = new byte[InitialBytes];
    private int _begin;
    private int _end;

    public FrameReader(Stream stream, int maximumFrameSize)
    {
        _stream = stream;
        _maximumFrameSize = maximumFrameSize;
    }

    /// <summary>Waits for bytes; false at the end of the stream.</summary>
    public async ValueTask<bool> Fill()
    {
        if (_begin == _end)
            _begin = _end = 0;
        if (_end == _buffer.Length)
            MakeRoom();
        var read = await _stream.ReadAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>The next whole frame, without its length; it is valid until the next <see cref="Fill"/>.</summary>
    /// <exception cref="InvalidDataException">The length is not one that a frame can have.</exception>
    public bool TryTake(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        var there = _buffer.AsSpan(_begin, _end - _begin);
        if (there.Length < EnvelopeEncoder.LengthBytes)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(there);
        if (length < 1 || length > _maximumFrameSize)
            throw new InvalidDataException($"a frame claims {length} bytes, of {_maximumFrameSize} at most (akka.remote.dot-netty.tcp.maximum-frame-size)");
        if (there.Length - EnvelopeEncoder.LengthBytes < length)
            return false;
        frame = there.Slice(EnvelopeEncoder.LengthBytes, length);
        _begin += EnvelopeEncoder.LengthBytes + length;
        return true;
    }

    private void MakeRoom()
    {
        var there = _end - _begin;
        var target = there > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _begin, target, 0, there);
        (_buffer, _begin, _end) = (target, 0, there);
    }
}
