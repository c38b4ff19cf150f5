using System.Buffers.Binary;
using Parquet.Encodings;
using Parquet.Meta;

namespace Parquet.Columns;

/// <summary>Texts and bytes as they are decoded.</summary>
internal sealed class BytesValues<T, TConversion>(TConversion conversion, int? length, int expected) : ColumnValues<T>(expected)
    where TConversion : struct, IBytesConversion<T>
{
    private long _bytes;

    protected override T[] ReadDictionary(ReadOnlySpan<byte> page, int count)
    {
        if ((long)count * (length ?? 4) > page.Length)
            throw new ParquetException($"a dictionary of {page.Length} bytes is said to hold {count} entries");
        var entries = new T[count];
        ReadPlain(page, entries);
        return entries;
    }

    protected override void Decode(ReadOnlySpan<byte> page, Encoding encoding, Span<T> values)
    {
        switch (encoding)
        {
            case Encoding.PLAIN:
                ReadPlain(page, values);
                break;
            case Encoding.DELTA_LENGTH_BYTE_ARRAY when length is null:
                ReadLengths(page, values);
                break;
            case Encoding.DELTA_BYTE_ARRAY:
                ReadPrefixes(page, values);
                break;
            case Encoding.BYTE_STREAM_SPLIT when length is { } size:
                ReadSplit(page, size, values);
                break;
            default:
                throw Unread(encoding);
        }
    }

    private void ReadPlain(ReadOnlySpan<byte> page, Span<T> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var count = length ?? -1;
            if (length is null)
            {
                if (page.Length < 4)
                    throw Short();
                count = BinaryPrimitives.ReadInt32LittleEndian(page);
                page = page[4..];
            }
            values[i] = Take(ref page, count);
        }
    }

    private void ReadLengths(ReadOnlySpan<byte> page, Span<T> values)
    {
        var lengths = Lengths(ref page, values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = Take(ref page, lengths[i]);
    }

    // Every value goes on from a part of the one before.
    private void ReadPrefixes(ReadOnlySpan<byte> page, Span<T> values)
    {
        var prefixes = Lengths(ref page, values.Length);
        var suffixes = Lengths(ref page, values.Length);
        var current = new byte[256];
        var currentLength = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var (prefix, suffix) = (prefixes[i], suffixes[i]);
            if (prefix < 0 || prefix > currentLength || suffix < 0 || suffix > page.Length)
                throw new ParquetException($"a value of {prefix} bytes of the one before and {suffix} of its own, where there are {currentLength} and {page.Length}");
            currentLength = (int)(prefix + suffix);
            Count(currentLength);
            if (currentLength > current.Length)
                Array.Resize(ref current, Math.Max(currentLength, 2 * current.Length));
            page[..(int)suffix].CopyTo(current.AsSpan((int)prefix));
            page = page[(int)suffix..];
            values[i] = From(current.AsSpan(0, currentLength));
        }
    }

    private void ReadSplit(ReadOnlySpan<byte> page, int size, Span<T> values)
    {
        if ((long)size * values.Length > page.Length)
            throw Short();
        var joined = new byte[size];
        var stride = page.Length / size;
        for (var i = 0; i < values.Length; i++)
        {
            for (var b = 0; b < size; b++)
                joined[b] = page[b * stride + i];
            Count(size);
            values[i] = From(joined);
        }
    }

    private static long[] Lengths(ref ReadOnlySpan<byte> page, int count)
    {
        var lengths = DeltaBinaryPacked.Read(ref page, count);
        return lengths.Length == count ? lengths : throw new ParquetException($"a page has {lengths.Length} lengths where {count} belong");
    }

    private T Take(ref ReadOnlySpan<byte> page, long count)
    {
        if (count < 0 || count > page.Length)
            throw Short();
        Count((int)count);
        var value = From(page[..(int)count]);
        page = page[(int)count..];
        return value;
    }

    private T From(ReadOnlySpan<byte> stored) => length is null || length == stored.Length
        ? conversion.From(stored)
        : throw new ParquetException($"a value has {stored.Length} bytes where the column has {length}");

    private void Count(int bytes)
    {
        _bytes += bytes;
        if (_bytes > ReadLimits.MaxChunkBytes)
            throw new ParquetException($"the values of a row group hold more than {ReadLimits.MaxChunkBytes} bytes");
    }

    private static ParquetException Short() => new("a page ends within its values");
}
