using System.Buffers.Binary;
using Parquet.File.Values.Primitives;

namespace Parquet.Columns.Conversions;

internal readonly struct IntervalOfBytes : IBytesConversion<Interval>
{
    public Interval From(ReadOnlySpan<byte> stored) => new(
        BinaryPrimitives.ReadInt32LittleEndian(stored),
        BinaryPrimitives.ReadInt32LittleEndian(stored[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(stored[8..]));

    public int Bytes(Interval value) => Interval.BinarySize;

    public void Write(Interval value, Span<byte> stored) => value.GetBytes().CopyTo(stored);
}
