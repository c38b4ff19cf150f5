using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet.Encodings;
using Parquet.Meta;

namespace Parquet.Columns;

/// <summary>Values of fixed length as they are decoded.</summary>
internal sealed class FixedValues<TStored, T, TConversion>(TConversion conversion, int expected) : ColumnValues<T>(expected)
    where TStored : unmanaged
    where TConversion : struct, IConversion<TStored, T>
{
    private static readonly int Size = Unsafe.SizeOf<TStored>();

    protected override T[] ReadDictionary(ReadOnlySpan<byte> page, int count)
    {
        Demand(page, count);
        var entries = new T[count];
        ReadPlain(page, entries);
        return entries;
    }

    protected override void Decode(ReadOnlySpan<byte> page, Encoding encoding, Span<T> values)
    {
        switch (encoding)
        {
            case Encoding.PLAIN:
                Demand(page, values.Length);
                ReadPlain(page, values);
                break;
            case Encoding.BYTE_STREAM_SPLIT:
                Demand(page, values.Length);
                ReadSplit(page, values);
                break;
            case Encoding.DELTA_BINARY_PACKED when typeof(TStored) == typeof(int) || typeof(TStored) == typeof(long):
                ReadDelta(page, values);
                break;
            default:
                throw Unread(encoding);
        }
    }

    private void ReadPlain(ReadOnlySpan<byte> page, Span<T> values)
    {
        var stored = MemoryMarshal.Cast<byte, TStored>(page[..(values.Length * Size)]);
        if (typeof(T) == typeof(TStored))
        {
            stored.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<T, TStored>(ref MemoryMarshal.GetReference(values)), values.Length));
            return;
        }
        for (var i = 0; i < values.Length; i++)
            values[i] = conversion.From(stored[i]);
    }

    // The first bytes of all values, then the second bytes, ...
    private void ReadSplit(ReadOnlySpan<byte> page, Span<T> values)
    {
        Span<byte> joined = stackalloc byte[Size];
        var stride = page.Length / Size;
        for (var i = 0; i < values.Length; i++)
        {
            for (var b = 0; b < joined.Length; b++)
                joined[b] = page[b * stride + i];
            values[i] = conversion.From(MemoryMarshal.Read<TStored>(joined));
        }
    }

    private void ReadDelta(ReadOnlySpan<byte> page, Span<T> values)
    {
        var numbers = DeltaBinaryPacked.Read(ref page, values.Length);
        if (numbers.Length != values.Length)
            throw new ParquetException($"a page has {numbers.Length} delta encoded numbers where {values.Length} belong");
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = conversion.From(typeof(TStored) == typeof(int)
                ? Unsafe.BitCast<int, TStored>(unchecked((int)numbers[i]))
                : Unsafe.BitCast<long, TStored>(numbers[i]));
        }
    }

    private static void Demand(ReadOnlySpan<byte> page, int count)
    {
        if ((long)count * Size > page.Length)
            throw new ParquetException($"a page of {page.Length} bytes is said to hold {count} values of {Size} bytes");
    }
}
