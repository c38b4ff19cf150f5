using System.Buffers;
using System.Numerics;

namespace Parquet.Encodings;

/// <summary>DELTA_BINARY_PACKED: blocks of differences, each packed above the smallest of its block.</summary>
internal static class DeltaBinaryPacked
{
    private const int MaxBlockValues = 1 << 20;
    private const int BlockValues = 128;
    private const int MiniBlocks = 4;
    private const int MiniBlockValues = BlockValues / MiniBlocks;

    /// <summary>Reads all numbers; <paramref name="data"/> is left where they end.</summary>
    /// <param name="atMost">More are refused.</param>
    public static long[] Read(ref ReadOnlySpan<byte> data, int atMost)
    {
        var blockValues = Varint.Read(ref data);
        var miniBlocks = Varint.Read(ref data);
        var count = Varint.Read(ref data);
        var value = Varint.ReadZigZag(ref data);
        if (blockValues is 0 or > MaxBlockValues || miniBlocks == 0 || miniBlocks > blockValues || blockValues % miniBlocks != 0 || blockValues / miniBlocks % 8 != 0)
            throw new ParquetException($"delta encoded data has blocks of {blockValues} numbers in {miniBlocks} parts");
        if (count > (ulong)atMost)
            throw new ParquetException($"delta encoded data claims {count} numbers where {atMost} belong");
        var numbers = new long[count];
        if (count > 0)
            numbers[0] = value;
        var mini = new ulong[blockValues / miniBlocks];
        for (var at = 1; at < numbers.Length;)
        {
            var least = Varint.ReadZigZag(ref data);
            if ((int)miniBlocks > data.Length)
                throw new ParquetException("delta encoded data ends too early");
            var widths = data[..(int)miniBlocks];
            data = data[(int)miniBlocks..];
            for (var m = 0; m < widths.Length && at < numbers.Length; m++)
            {
                if (widths[m] > 64)
                    throw new ParquetException($"delta encoded numbers of {widths[m]} bits");
                var needed = Math.Min(mini.Length, numbers.Length - at);
                BitUnpacker.Unpack(data, widths[m], mini.AsSpan(0, needed));
                // The last part may be cut off behind its last number.
                data = data[Math.Min(data.Length, widths[m] * (mini.Length / 8))..];
                for (var i = 0; i < needed; i++)
                    numbers[at++] = value = unchecked(value + least + (long)mini[i]);
            }
        }
        return numbers;
    }

    /// <param name="wraps32">Differences wrap around at 32 bits, so that none is wider.</param>
    public static void Write(ReadOnlySpan<long> numbers, bool wraps32, IBufferWriter<byte> output)
    {
        WriteVarint(output, BlockValues);
        WriteVarint(output, MiniBlocks);
        WriteVarint(output, (ulong)numbers.Length);
        WriteZigZag(output, numbers.Length > 0 ? numbers[0] : 0);
        Span<long> deltas = stackalloc long[BlockValues];
        Span<byte> widths = stackalloc byte[MiniBlocks];
        Span<byte> packed = stackalloc byte[MiniBlockValues * 8];
        for (var at = 1; at < numbers.Length; at += BlockValues)
        {
            var count = Math.Min(BlockValues, numbers.Length - at);
            var least = long.MaxValue;
            for (var i = 0; i < count; i++)
            {
                var delta = unchecked(numbers[at + i] - numbers[at + i - 1]);
                deltas[i] = wraps32 ? (int)delta : delta;
                least = Math.Min(least, deltas[i]);
            }
            WriteZigZag(output, least);
            deltas[count..].Fill(least);
            for (var m = 0; m < MiniBlocks; m++)
                widths[m] = (byte)Width(deltas.Slice(m * MiniBlockValues, MiniBlockValues), least, wraps32);
            output.Write(widths);
            for (var m = 0; m < MiniBlocks && m * MiniBlockValues < count; m++)
                output.Write(Pack(deltas.Slice(m * MiniBlockValues, MiniBlockValues), least, widths[m], wraps32, packed));
        }
    }

    private static int Width(ReadOnlySpan<long> deltas, long least, bool wraps32)
    {
        ulong all = 0;
        foreach (var delta in deltas)
            all |= Above(delta, least, wraps32);
        return 64 - BitOperations.LeadingZeroCount(all);
    }

    private static ulong Above(long delta, long least, bool wraps32) => unchecked(wraps32 ? (uint)(delta - least) : (ulong)(delta - least));

    private static ReadOnlySpan<byte> Pack(ReadOnlySpan<long> deltas, long least, int width, bool wraps32, Span<byte> packed)
    {
        packed.Clear();
        for (var i = 0; i < deltas.Length; i++)
        {
            var value = Above(deltas[i], least, wraps32);
            var bit = i * width;
            for (var written = 0; written < width;)
            {
                packed[(bit + written) >> 3] |= (byte)(value >> written << ((bit + written) & 7));
                written += 8 - ((bit + written) & 7);
            }
        }
        return packed[..(deltas.Length * width / 8)];
    }

    private static void WriteZigZag(IBufferWriter<byte> output, long value) => WriteVarint(output, (ulong)(value << 1 ^ value >> 63));

    internal static void WriteVarint(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var n = 0;
        for (; value >= 0x80; value >>= 7)
            span[n++] = (byte)(value | 0x80);
        span[n++] = (byte)value;
        output.Advance(n);
    }
}
