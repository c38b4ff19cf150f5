using System.Buffers;
using System.Buffers.Binary;

namespace Parquet.Columns;

/// <summary>Texts, byte arrays, and what is stored as bytes.</summary>
/// <param name="conversion">What the bytes mean.</param>
/// <param name="length">Bytes of each value; null: of any length, which stands before them.</param>
/// <param name="order">Of the format; null: no bounds are written.</param>
/// <param name="equality">Null: no dictionary is written.</param>
internal sealed class BytesType<T, TConversion>(TConversion conversion, int? length, IComparer<T>? order, IEqualityComparer<T>? equality) : ColumnType<T>
    where T : notnull
    where TConversion : struct, IBytesConversion<T>
{
    protected override IComparer<T>? Order => order;

    protected override IEqualityComparer<T>? Equality => equality;

    public override ColumnValues NewValues(int expected) => new BytesValues<T, TConversion>(conversion, length, expected);

    public override object? Bound(ReadOnlySpan<byte> stored) => length is null || length == stored.Length ? conversion.From(stored) : null;

    protected override int StoredBytes(T value) => conversion.Bytes(value) + (length is null ? 4 : 0);

    protected override byte[] Bare(T value)
    {
        var bytes = new byte[conversion.Bytes(value)];
        conversion.Write(value, bytes);
        return bytes;
    }

    protected override void WritePlain(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output)
    {
        foreach (var value in values)
        {
            var count = conversion.Bytes(value);
            if (length is { } demanded && count != demanded)
                throw new ParquetException($"a value has {count} bytes where the column has {demanded}");
            if (length is null)
            {
                BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), count);
                output.Advance(4);
            }
            conversion.Write(value, output.GetSpan(count + 1)[..count]);
            output.Advance(count);
        }
    }
}
