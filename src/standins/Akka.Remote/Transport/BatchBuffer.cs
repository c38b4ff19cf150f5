namespace Akka.Remote.Transport;

/// <summary>Frames one after another, to be written at once.</summary>
internal sealed class BatchBuffer
{
    private byte[] _bytes;
    private int _length;

    public BatchBuffer(int initialBytes) => _bytes = new byte[initialBytes];

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Append(ReadOnlySpan<byte> frame)
    {
        if (frame.Length > _bytes.Length - _length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + frame.Length));
        frame.CopyTo(_bytes.AsSpan(_length));
        _length += frame.Length;
    }

    public void Clear() => _length = 0;
}
