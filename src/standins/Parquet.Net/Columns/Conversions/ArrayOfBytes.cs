namespace Parquet.Columns.Conversions;

internal readonly struct ArrayOfBytes : IBytesConversion<byte[]>
{
    public byte[] From(ReadOnlySpan<byte> stored) => stored.ToArray();

    public int Bytes(byte[] value) => value.Length;

    public void Write(byte[] value, Span<byte> stored) => value.CopyTo(stored);
}
