using System.Buffers;

namespace Parquet.Columns;

/// <summary>A part of the file in memory, which moves on with reading and grows only as far as the file goes.</summary>
internal sealed class ChunkWindow(Stream stream, long position) : IDisposable
{
    private const int MinBytes = 1 << 16;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(MinBytes);
    private int _start;
    private int _end;
    private long _next = position;

    /// <summary>Of the first byte, in the file.</summary>
    public long Position => _next - (_end - _start);

    /// <summary>Bytes from here to the end of the file.</summary>
    public long Left => stream.Length - Position;

    public ArraySegment<byte> Bytes => new(_buffer, _start, _end - _start);

    /// <summary>Makes <see cref="Bytes"/> have <paramref name="count"/> bytes, or all that are left.</summary>
    public async ValueTask FillAsync(int count, CancellationToken cancellation)
    {
        count = (int)Math.Min(count, Left);
        if (_end - _start >= count)
            return;
        var wanted = (int)Math.Min(Math.Max(count, MinBytes), Left);
        if (wanted > _buffer.Length - _start)
        {
            var larger = wanted > _buffer.Length ? ArrayPool<byte>.Shared.Rent(wanted) : _buffer;
            Bytes.AsSpan().CopyTo(larger);
            if (larger != _buffer)
                ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }
        stream.Position = _next;
        var missing = wanted - (_end - _start);
        var read = await stream.ReadAtLeastAsync(_buffer.AsMemory(_end, missing), missing, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        _end += read;
        _next += read;
        if (_end - _start < count)
            throw new ParquetException("the file ended while it was read");
    }

    public void Skip(int count) => _start += count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
