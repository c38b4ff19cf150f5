using Parquet.Encodings;
using Parquet.Meta;

namespace Parquet.Columns;

/// <inheritdoc/>
internal abstract class ColumnValues<T>(int expected) : ColumnValues
{
    private const int MaxIndices = 2048;
    private readonly int[] _indices = new int[MaxIndices];
    private GrowingArray<T> _values = new(expected);
    private T[]? _dictionary;

    protected abstract T[] ReadDictionary(ReadOnlySpan<byte> page, int count);

    /// <summary>Decodes what is not a dictionary's.</summary>
    protected abstract void Decode(ReadOnlySpan<byte> page, Encoding encoding, Span<T> values);

    public override void SetDictionary(ReadOnlySpan<byte> page, int count)
    {
        if (_dictionary is not null)
            throw new ParquetException("there are two dictionaries");
        _dictionary = ReadDictionary(page, count);
    }

    public override void Add(ReadOnlySpan<byte> page, Encoding encoding, int count)
    {
        if (count == 0)
            return;
        // What takes a bit a value at least cannot hold more; the other encodings have runs.
        if ((encoding is Encoding.PLAIN or Encoding.BYTE_STREAM_SPLIT) && count > page.Length * 8L)
            throw new ParquetException($"a page of {page.Length} bytes is said to hold {count} values");
        if (encoding is Encoding.PLAIN_DICTIONARY or Encoding.RLE_DICTIONARY)
            AddIndexed(page, count);
        else
            Decode(page, encoding, _values.Extend(count));
    }

    public override Array ToArray() => _values.ToArray();

    private void AddIndexed(ReadOnlySpan<byte> page, int count)
    {
        var dictionary = _dictionary ?? throw new ParquetException("a page refers to a dictionary that is not there");
        if (page.IsEmpty)
            throw new ParquetException("a page of dictionary indices is empty");
        var reader = new RleHybridReader(page[1..], page[0]);
        while (count > 0)
        {
            if (reader.TryReadRun(count, out var index, out var length))
            {
                _values.Extend(length).Fill((uint)index < (uint)dictionary.Length ? dictionary[index] : throw Outside(index, dictionary));
                count -= length;
                continue;
            }
            var indices = _indices.AsSpan(0, Math.Min(count, MaxIndices));
            reader.Read(indices);
            var values = _values.Extend(indices.Length);
            for (var i = 0; i < values.Length; i++)
            {
                index = indices[i];
                if ((uint)index >= (uint)dictionary.Length)
                    throw Outside(index, dictionary);
                values[i] = dictionary[index];
            }
            count -= indices.Length;
        }
    }

    private static ParquetException Outside(int index, T[] dictionary) =>
        new($"a page refers to entry {(uint)index} of a dictionary of {dictionary.Length}");

    protected static ParquetException Unread(Encoding encoding) =>
        new($"values are encoded as {(Enum.IsDefined(encoding) ? encoding.ToString() : $"number {(int)encoding}")}, which this type of column is not read from");
}
