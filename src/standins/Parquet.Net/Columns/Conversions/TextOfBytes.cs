using System.Text;

namespace Parquet.Columns.Conversions;

internal readonly struct TextOfBytes : IBytesConversion<string>
{
    // Most texts are ASCII, which widens in one pass where UTF-8 takes two.
    public string From(ReadOnlySpan<byte> stored) => Ascii.IsValid(stored) ? Encoding.Latin1.GetString(stored) : Encoding.UTF8.GetString(stored);

    public int Bytes(string value) => Encoding.UTF8.GetByteCount(value);

    public void Write(string value, Span<byte> stored) => Encoding.UTF8.GetBytes(value, stored);
}
