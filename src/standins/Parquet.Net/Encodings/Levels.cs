using System.Buffers.Binary;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Definition and repetition levels of a page.</summary>
internal static class Levels
{
    /// <summary>Reads levels that stand before the values, with their length; <paramref name="page"/> is left behind them.</summary>
    public static void ReadPrefixed(ref ReadOnlySpan<byte> page, Encoding encoding, int max, Span<int> levels)
    {
        var width = RleHybridWriter.Width(max);
        if (encoding == Encoding.BIT_PACKED)
        {
            var bytes = (int)(((long)levels.Length * width + 7) / 8);
            if (bytes > page.Length)
                throw new ParquetException("a page ends within its levels");
            UnpackReversed(page, width, max, levels);
            page = page[bytes..];
            return;
        }
        if (encoding != Encoding.RLE)
            throw new ParquetException($"levels are encoded as {encoding}, which is not read");
        if (page.Length < 4)
            throw new ParquetException("a page ends within its levels");
        var length = BinaryPrimitives.ReadInt32LittleEndian(page);
        if (length < 0 || length > page.Length - 4)
            throw new ParquetException($"a page's levels claim {(uint)length} bytes of {page.Length}");
        Read(page.Slice(4, length), max, levels);
        page = page[(4 + length)..];
    }

    public static void Read(ReadOnlySpan<byte> data, int max, Span<int> levels)
    {
        var reader = new RleHybridReader(data, RleHybridWriter.Width(max));
        reader.Read(levels);
        Check(levels, max);
    }

    // The oldest encoding packs the most significant bit first.
    private static void UnpackReversed(ReadOnlySpan<byte> packed, int width, int max, Span<int> levels)
    {
        var bit = 0L;
        for (var i = 0; i < levels.Length; i++)
        {
            var level = 0;
            for (var b = 0; b < width; b++, bit++)
                level = level << 1 | packed[(int)(bit >> 3)] >> (int)(7 - (bit & 7)) & 1;
            levels[i] = level;
        }
        Check(levels, max);
    }

    private static void Check(ReadOnlySpan<int> levels, int max)
    {
        var above = levels.IndexOfAnyExceptInRange(0, max);
        if (above >= 0)
            throw new ParquetException($"a level is {levels[above]} where {max} is the highest");
    }
}
