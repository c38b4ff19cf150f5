using System.Numerics;

namespace Parquet.Columns.Conversions;

/// <summary>An integer of any length, the most significant byte first.</summary>
internal readonly struct DecimalOfBytes(int scale, int? length) : IBytesConversion<decimal>
{
    public decimal From(ReadOnlySpan<byte> stored) => Decimals.From(new BigInteger(stored, isBigEndian: true), scale);

    public int Bytes(decimal value) => length ?? Decimals.To(value, scale).GetByteCount();

    public void Write(decimal value, Span<byte> stored)
    {
        var unscaled = Decimals.To(value, scale);
        var count = unscaled.GetByteCount();
        if (count > stored.Length)
            throw new ParquetException($"{value} does not fit into the {stored.Length} bytes of its column");
        stored.Fill(unscaled.Sign < 0 ? (byte)0xff : (byte)0);
        unscaled.TryWriteBytes(stored[^count..], out _, isBigEndian: true);
    }
}
