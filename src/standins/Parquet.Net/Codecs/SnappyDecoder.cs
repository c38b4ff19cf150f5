using System.Runtime.CompilerServices;

namespace Parquet.Codecs;

/// <summary>Snappy's block format: a length, then literals and copies of what came before.</summary>
internal static unsafe class SnappyDecoder
{
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var length = Length(ref source);
        if (length != destination.Length)
            throw new ParquetException($"snappy data says that it holds {length} bytes, its page {destination.Length}");
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            if (!Decode(from, from + source.Length, to, to + destination.Length))
                throw new ParquetException("the snappy data is broken");
        }
    }

    private static uint Length(ref ReadOnlySpan<byte> source)
    {
        uint length = 0;
        for (var i = 0; i < 5 && i < source.Length; i++)
        {
            length |= (uint)(source[i] & 0x7f) << 7 * i;
            if (source[i] < 0x80)
            {
                source = source[(i + 1)..];
                return length;
            }
        }
        throw new ParquetException("the snappy data has no length");
    }

    private static bool Decode(byte* s, byte* sourceEnd, byte* start, byte* end)
    {
        var d = start;
        while (s < sourceEnd)
        {
            uint tag = *s++;
            long length = tag >> 2;
            long offset;
            switch (tag & 3)
            {
                case 0:
                    if (length >= 60)
                    {
                        var numBytes = (int)length - 59;
                        if (sourceEnd - s < numBytes)
                            return false;
                        length = 0;
                        for (var i = 0; i < numBytes; i++)
                            length |= (long)s[i] << 8 * i;
                        s += numBytes;
                    }
                    length++;
                    if (sourceEnd - s < length || end - d < length)
                        return false;
                    MatchCopy.Literals(s, sourceEnd, d, end, length);
                    s += length;
                    d += length;
                    continue;
                case 1:
                    if (sourceEnd - s < 1)
                        return false;
                    length = (length & 7) + 4;
                    offset = tag >> 5 << 8 | *s++;
                    break;
                case 2:
                    if (sourceEnd - s < 2)
                        return false;
                    length++;
                    offset = Unsafe.ReadUnaligned<ushort>(s);
                    s += 2;
                    break;
                default:
                    if (sourceEnd - s < 4)
                        return false;
                    length++;
                    offset = Unsafe.ReadUnaligned<uint>(s);
                    s += 4;
                    break;
            }
            if (offset == 0 || offset > d - start || end - d < length)
                return false;
            MatchCopy.Copy(d, offset, length, end);
            d += length;
        }
        return d == end;
    }
}
