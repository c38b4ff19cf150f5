using System.Buffers.Binary;
using Parquet.Encodings;
using Parquet.Meta;

namespace Parquet.Columns;

/// <summary>Booleans as they are decoded.</summary>
internal sealed class BooleanValues(int expected) : ColumnValues<bool>(expected)
{
    private readonly int[] _numbers = new int[1024];

    protected override bool[] ReadDictionary(ReadOnlySpan<byte> page, int count) => throw new ParquetException("booleans have a dictionary");

    protected override void Decode(ReadOnlySpan<byte> page, Encoding encoding, Span<bool> values)
    {
        switch (encoding)
        {
            case Encoding.PLAIN:
                if ((values.Length + 7) / 8 > page.Length)
                    throw new ParquetException($"a page of {page.Length} bytes is said to hold {values.Length} booleans");
                for (var i = 0; i < values.Length; i++)
                    values[i] = (page[i >> 3] >> (i & 7) & 1) != 0;
                break;
            case Encoding.RLE:
                ReadRuns(page, values);
                break;
            default:
                throw Unread(encoding);
        }
    }

    private void ReadRuns(ReadOnlySpan<byte> page, Span<bool> values)
    {
        if (page.Length < 4)
            throw new ParquetException("a page of booleans ends within its length");
        var length = BinaryPrimitives.ReadInt32LittleEndian(page);
        if (length < 0 || length > page.Length - 4)
            throw new ParquetException($"booleans claim {(uint)length} bytes of {page.Length}");
        var reader = new RleHybridReader(page.Slice(4, length), width: 1);
        while (values.Length > 0)
        {
            var numbers = _numbers.AsSpan(0, Math.Min(values.Length, _numbers.Length));
            reader.Read(numbers);
            for (var i = 0; i < numbers.Length; i++)
                values[i] = numbers[i] != 0;
            values = values[numbers.Length..];
        }
    }
}
