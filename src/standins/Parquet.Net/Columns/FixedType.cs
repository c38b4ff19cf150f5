using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet.Encodings;

namespace Parquet.Columns;

/// <summary>Numbers, and what is stored as numbers.</summary>
internal sealed class FixedType<TStored, T, TConversion>(TConversion conversion, bool isOrdered = true) : ColumnType<T>
    where TStored : unmanaged
    where T : notnull
    where TConversion : struct, IConversion<TStored, T>
{
    protected override IComparer<T>? Order => isOrdered ? Comparer<T>.Default : null;

    // Zeros of both signs are different bits; equal to a dictionary they would become one.
    protected override IEqualityComparer<T>? Equality => typeof(T) == typeof(double) || typeof(T) == typeof(float) ? BitwiseEquality<T>.Instance : base.Equality;

    public override ColumnValues NewValues(int expected) => new FixedValues<TStored, T, TConversion>(conversion, expected);

    public override object? Bound(ReadOnlySpan<byte> stored) =>
        stored.Length == Unsafe.SizeOf<TStored>() ? conversion.From(MemoryMarshal.Read<TStored>(stored)) : null;

    public override bool TryWriteDelta(Array values, int offset, int count, ArrayBufferWriter<byte> output)
    {
        if (typeof(TStored) != typeof(int) && typeof(TStored) != typeof(long))
            return false;
        var numbers = new long[count];
        var typed = ((T[])values).AsSpan(offset, count);
        for (var i = 0; i < count; i++)
        {
            var stored = conversion.To(typed[i]);
            numbers[i] = typeof(TStored) == typeof(int) ? Unsafe.BitCast<TStored, int>(stored) : Unsafe.BitCast<TStored, long>(stored);
        }
        DeltaBinaryPacked.Write(numbers, wraps32: typeof(TStored) == typeof(int), output);
        return true;
    }

    protected override int StoredBytes(T value) => Unsafe.SizeOf<TStored>();

    protected override void WritePlain(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output)
    {
        var bytes = values.Length * Unsafe.SizeOf<TStored>();
        var stored = MemoryMarshal.Cast<byte, TStored>(output.GetSpan(bytes)[..bytes]);
        for (var i = 0; i < values.Length; i++)
            stored[i] = conversion.To(values[i]);
        output.Advance(bytes);
    }

    protected override byte[] Bare(T value) => MemoryMarshal.AsBytes(new ReadOnlySpan<TStored>([conversion.To(value)])).ToArray();

    protected override bool IsOrdered(T value) => value is not (double.NaN or float.NaN);
}
