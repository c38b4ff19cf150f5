namespace Parquet.Encodings;

/// <summary>Numbers of seven bits a byte.</summary>
internal static class Varint
{
    public static ulong Read(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (var i = 0; i < 10 && i < data.Length; i++)
        {
            value |= (ulong)(data[i] & 0x7f) << 7 * i;
            if (data[i] < 0x80)
            {
                data = data[(i + 1)..];
                return value;
            }
        }
        throw new ParquetException("a number of variable length does not end");
    }

    public static long ReadZigZag(ref ReadOnlySpan<byte> data)
    {
        var value = Read(ref data);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
