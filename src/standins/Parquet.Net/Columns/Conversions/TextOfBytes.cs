using System.Text;

namespace Parquet.Columns.Conversions;

internal readonly struct TextOfBytes : IBytesConversion<string>
{
    public string From(ReadOnlySpan<byte> stored) => Encoding.UTF8.GetString(stored);

    public int Bytes(string value) => Encoding.UTF8.GetByteCount(value);

    public void Write(string value, Span<byte> stored) => Encoding.UTF8.GetBytes(value, stored);
}
