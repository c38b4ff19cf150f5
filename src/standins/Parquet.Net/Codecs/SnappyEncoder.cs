using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Parquet.Codecs;

/// <summary>Writes Snappy's block format: greedy matches of four bytes and more within blocks of 64 KiB.</summary>
internal static unsafe class SnappyEncoder
{
    private const int BlockBytes = 1 << 16;
    private const int HashBits = 14;

    public static int MaxBytes(int length) => checked(32 + length + length / 6);

    public static int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        var rest = (uint)source.Length;
        for (; rest >= 0x80; rest >>= 7)
            destination[written++] = (byte)(rest | 0x80);
        destination[written++] = (byte)rest;

        var table = new ushort[1 << HashBits];
        fixed (byte* to = destination)
        {
            for (; source.Length > 0; source = source[Math.Min(BlockBytes, source.Length)..])
            {
                Array.Clear(table);
                var block = source[..Math.Min(BlockBytes, source.Length)];
                fixed (byte* from = block)
                    written = (int)(Block(from, block.Length, to + written, table) - to);
            }
        }
        return written;
    }

    private static byte* Block(byte* start, int length, byte* d, ushort[] table)
    {
        var end = start + length;
        var literals = start;
        if (length >= 16)
        {
            var limit = end - 15;
            var s = start + 1;
            var skip = 32;
            while (s < limit)
            {
                var word = Unsafe.ReadUnaligned<uint>(s);
                ref var slot = ref table[word * 0x1e35a7bd >> 32 - HashBits];
                var candidate = start + slot;
                slot = (ushort)(s - start);
                if (Unsafe.ReadUnaligned<uint>(candidate) != word || candidate >= s)
                {
                    s += skip++ >> 5;
                    continue;
                }
                skip = 32;
                var matched = 4 + MatchLength(candidate + 4, s + 4, end);
                d = Literals(d, literals, (int)(s - literals));
                d = Copies(d, (int)(s - candidate), matched);
                s += matched;
                literals = s;
            }
        }
        return Literals(d, literals, (int)(end - literals));
    }

    internal static int MatchLength(byte* a, byte* b, byte* end)
    {
        var from = b;
        for (; end - b >= 8; a += 8, b += 8)
        {
            var difference = Unsafe.ReadUnaligned<ulong>(a) ^ Unsafe.ReadUnaligned<ulong>(b);
            if (difference != 0)
                return (int)(b - from) + BitOperations.TrailingZeroCount(difference) / 8;
        }
        for (; b < end && *a == *b; a++)
            b++;
        return (int)(b - from);
    }

    private static byte* Literals(byte* d, byte* from, int length)
    {
        if (length == 0)
            return d;
        var n = length - 1;
        if (n < 60)
        {
            *d++ = (byte)(n << 2);
        }
        else if (n < 256)
        {
            *d++ = 60 << 2;
            *d++ = (byte)n;
        }
        else
        {
            *d++ = 61 << 2;
            BinaryPrimitives.WriteUInt16LittleEndian(new Span<byte>(d, 2), (ushort)n);
            d += 2;
        }
        Buffer.MemoryCopy(from, d, length, length);
        return d + length;
    }

    private static byte* Copies(byte* d, int offset, int length)
    {
        while (length > 0)
        {
            if (offset < 2048 && length is >= 4 and <= 11)
            {
                *d++ = (byte)(1 | length - 4 << 2 | offset >> 8 << 5);
                *d++ = (byte)offset;
                return d;
            }
            var part = Math.Min(length, 64);
            *d++ = (byte)(2 | part - 1 << 2);
            *d++ = (byte)offset;
            *d++ = (byte)(offset >> 8);
            length -= part;
        }
        return d;
    }
}
