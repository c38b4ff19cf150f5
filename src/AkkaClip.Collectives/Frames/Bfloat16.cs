using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AkkaClip.Collectives.Frames;

/// <summary>Floats to bfloat16, the upper half of their bits, and back.</summary>
public static class Bfloat16
{
    private const uint Infinity = 0x7F80_0000;
    private const uint QuietNaN = 0x0040_0000;

    /// <summary>Rounds to nearest, ties to even. A NaN stays one.</summary>
    public static void Round(ReadOnlySpan<float> source, Span<ushort> target)
    {
        var bits = MemoryMarshal.Cast<float, uint>(source);
        target = target[..bits.Length];
        var i = 0;
        for (; i <= bits.Length - (2 * Vector512<uint>.Count); i += 2 * Vector512<uint>.Count)
        {
            var low = Round(Vector512.Create(bits[i..]));
            var high = Round(Vector512.Create(bits[(i + Vector512<uint>.Count)..]));
            Vector512.Narrow(low, high).CopyTo(target[i..]);
        }
        for (; i < bits.Length; i++)
            target[i] = (ushort)Round(bits[i]);
    }

    /// <summary>Exact.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> target)
    {
        var bits = MemoryMarshal.Cast<float, uint>(target)[..source.Length];
        var i = 0;
        for (; i <= source.Length - Vector512<ushort>.Count; i += Vector512<ushort>.Count)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(source[i..]));
            (low << 16).CopyTo(bits[i..]);
            (high << 16).CopyTo(bits[(i + Vector512<uint>.Count)..]);
        }
        for (; i < source.Length; i++)
            bits[i] = (uint)source[i] << 16;
    }

    private static uint Round(uint bits) =>
        (bits & ~0x8000_0000) > Infinity ? (bits | QuietNaN) >> 16 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;

    private static Vector512<uint> Round(Vector512<uint> bits)
    {
        var rounded = bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One);
        var isNaN = Vector512.GreaterThan(bits & Vector512.Create(~0x8000_0000), Vector512.Create(Infinity));
        return Vector512.ConditionalSelect(isNaN, bits | Vector512.Create(QuietNaN), rounded) >> 16;
    }
}
