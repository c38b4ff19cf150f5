using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parquet.Encodings;

/// <summary>Numbers of a fixed number of bits, the least significant bit first.</summary>
internal static class BitUnpacker
{
    /// <summary>Unpacks numbers of at most 32 bits, from bit <paramref name="bit"/> on.</summary>
    /// <exception cref="ParquetException">There are fewer bytes than the numbers take.</exception>
    public static void Unpack(ReadOnlySpan<byte> packed, long bit, int width, Span<int> numbers)
    {
        Demand(packed, bit, width, numbers.Length);
        var mask = width == 32 ? uint.MaxValue : (1u << width) - 1;
        // Numbers whose eight bytes lie within the data; the rest goes by a copy with room behind.
        var fast = width == 0 ? numbers.Length : (int)Math.Min(numbers.Length, Math.Max(0, ((packed.Length - 8L) * 8 - bit) / width));
        ref var bytes = ref MemoryMarshal.GetReference(packed);
        if (width == 0)
        {
            numbers.Clear();
        }
        else
        {
            for (var i = 0; i < fast; i++, bit += width)
                numbers[i] = (int)(uint)(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, (nint)(bit >> 3))) >> (int)(bit & 7) & mask);
        }
        for (var i = fast; i < numbers.Length; i++, bit += width)
            numbers[i] = (int)(uint)(Word(packed, bit) & mask);
    }

    /// <summary>Unpacks numbers of at most 64 bits.</summary>
    /// <inheritdoc cref="Unpack(ReadOnlySpan{byte}, long, int, Span{int})"/>
    public static void Unpack(ReadOnlySpan<byte> packed, int width, Span<ulong> numbers)
    {
        Demand(packed, 0, width, numbers.Length);
        var mask = width == 64 ? ulong.MaxValue : (1ul << width) - 1;
        var bit = 0L;
        for (var i = 0; i < numbers.Length; i++, bit += width)
        {
            var word = Word(packed, bit);
            var shift = (int)(bit & 7);
            if (shift + width > 64)
                word |= (ulong)packed[(int)(bit >> 3) + 8] << 64 - shift;
            numbers[i] = word & mask;
        }
    }

    // The bits from `bit` on, at least 57 of them; zeros follow the end of the data.
    private static ulong Word(ReadOnlySpan<byte> packed, long bit)
    {
        var at = (int)(bit >> 3);
        if (at + 8 <= packed.Length)
            return BinaryPrimitives.ReadUInt64LittleEndian(packed[at..]) >> (int)(bit & 7);
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        packed[Math.Min(at, packed.Length)..].CopyTo(padded);
        return BinaryPrimitives.ReadUInt64LittleEndian(padded) >> (int)(bit & 7);
    }

    private static void Demand(ReadOnlySpan<byte> packed, long bit, int width, int count)
    {
        if (bit + (long)width * count > packed.Length * 8L)
            throw new ParquetException($"{count} numbers of {width} bits do not fit into the {packed.Length} bytes that are left");
    }
}
