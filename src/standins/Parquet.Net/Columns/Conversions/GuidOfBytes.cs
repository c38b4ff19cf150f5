namespace Parquet.Columns.Conversions;

internal readonly struct GuidOfBytes : IBytesConversion<Guid>
{
    public Guid From(ReadOnlySpan<byte> stored) => new(stored, bigEndian: true);

    public int Bytes(Guid value) => 16;

    public void Write(Guid value, Span<byte> stored) => value.TryWriteBytes(stored, bigEndian: true, out _);
}
