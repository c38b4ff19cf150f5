namespace Parquet.Writing;

/// <summary>A stream that is written from its start, and how far; it need not be able to seek.</summary>
internal sealed class CountedOutput(Stream stream)
{
    public long Position { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        Position += bytes.Length;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        Position += bytes.Length;
    }
}
