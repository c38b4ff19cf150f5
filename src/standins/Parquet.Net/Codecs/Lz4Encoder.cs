using System.Runtime.CompilerServices;

namespace Parquet.Codecs;

/// <summary>Writes LZ4's block format with greedy matches.</summary>
internal static unsafe class Lz4Encoder
{
    private const int HashBits = 14;
    private const int MaxOffset = 65535;

    // The format's rules for the end of a block.
    private const int LastLiterals = 5;
    private const int LastMatch = 12;

    public static int MaxBytes(int length) => checked(length + length / 255 + 16);

    public static int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var table = new int[1 << HashBits];
        fixed (byte* start = source)
        fixed (byte* to = destination)
        {
            var d = to;
            var end = start + source.Length;
            var literals = start;
            var s = start + 1;
            var skip = 64;
            while (s < end - LastMatch)
            {
                var word = Unsafe.ReadUnaligned<uint>(s);
                ref var slot = ref table[word * 2654435761u >> 32 - HashBits];
                var candidate = start + slot;
                slot = (int)(s - start);
                if (Unsafe.ReadUnaligned<uint>(candidate) != word || s - candidate is <= 0 or > MaxOffset)
                {
                    s += skip++ >> 6;
                    continue;
                }
                skip = 64;
                var matched = 4 + SnappyEncoder.MatchLength(candidate + 4, s + 4, end - LastLiterals);
                d = Sequence(d, literals, (int)(s - literals), matched - 4);
                *d++ = (byte)(s - candidate);
                *d++ = (byte)(s - candidate >> 8);
                d = More(d, matched - 4);
                s += matched;
                literals = s;
            }
            return (int)(Sequence(d, literals, (int)(end - literals), 0) - to);
        }
    }

    private static byte* Sequence(byte* d, byte* literals, int count, int match)
    {
        *d++ = (byte)(Math.Min(count, 15) << 4 | Math.Min(match, 15));
        d = More(d, count);
        Buffer.MemoryCopy(literals, d, count, count);
        return d + count;
    }

    private static byte* More(byte* d, int length)
    {
        if (length < 15)
            return d;
        for (length -= 15; length >= 255; length -= 255)
            *d++ = 255;
        *d++ = (byte)length;
        return d;
    }
}
