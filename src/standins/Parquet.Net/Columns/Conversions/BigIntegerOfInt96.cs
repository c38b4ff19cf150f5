using System.Numerics;
using System.Runtime.InteropServices;

namespace Parquet.Columns.Conversions;

internal readonly struct BigIntegerOfInt96 : IConversion<Int96, BigInteger>
{
    public BigInteger From(Int96 stored) => new(MemoryMarshal.AsBytes(new ReadOnlySpan<Int96>(in stored)));

    public Int96 To(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[12];
        bytes.Fill(value.Sign < 0 ? (byte)0xff : (byte)0);
        return value.TryWriteBytes(bytes, out _) ? MemoryMarshal.Read<Int96>(bytes) : throw new ParquetException($"{value} has more than 96 bits");
    }
}
