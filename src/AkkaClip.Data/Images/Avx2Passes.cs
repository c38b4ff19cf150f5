using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AkkaClip.Data.Images;

/// <summary>The two passes of the resize with AVX2; the same bits as <see cref="ScalarPasses"/>.</summary>
/// <remarks>
/// Two taps are multiplied and added by one instruction (16-bit pairs into 32-bit sums), once with the upper and once with
/// the lower halves of the weights. Loads may read up to 16 bytes behind what they need; <see cref="RgbImage.Padding"/>
/// covers it.
/// </remarks>
internal static unsafe class Avx2Passes
{
    private const int RowsAtOnce = 4;

    private static readonly Vector256<int> s_half = Vector256.Create(1 << (BicubicKernel.FractionBits - 1));

    /// <summary>Sorts four RGB pixels into 16-bit pairs of taps: r0 r1, r2 r3, g0 g1, g2 g3 and b0 b1, b2 b3, 0, 0.</summary>
    private static readonly Vector256<byte> s_tapsByChannel = Vector256.Create(
        0, 255, 3, 255, 6, 255, 9, 255, 1, 255, 4, 255, 7, 255, 10, 255,
        2, 255, 5, 255, 8, 255, 11, 255, 255, 255, 255, 255, 255, 255, 255, 255).AsByte();

    /// <inheritdoc cref="ScalarPasses.Horizontal"/>
    public static void Horizontal(
        ReadOnlySpan<byte> source, int sourceStride, int rows, BicubicKernel kernel, int outputs, Span<byte> target, int stride)
    {
        fixed (byte* from = source, to = target)
        fixed (int* first = kernel.Firsts, count = kernel.Counts, high = kernel.AllHigh, low = kernel.AllLow)
        {
            for (var y = 0; y < rows; y += RowsAtOnce)
            {
                // Behind the last row, the last row again: computed twice to the same result.
                var (y1, y2, y3) = (Math.Min(y + 1, rows - 1), Math.Min(y + 2, rows - 1), Math.Min(y + 3, rows - 1));
                byte* from0 = from + ((nint)y * sourceStride), from1 = from + ((nint)y1 * sourceStride);
                byte* from2 = from + ((nint)y2 * sourceStride), from3 = from + ((nint)y3 * sourceStride);
                byte* to0 = to + ((nint)y * stride), to1 = to + ((nint)y1 * stride);
                byte* to2 = to + ((nint)y2 * stride), to3 = to + ((nint)y3 * stride);
                long* highOfOutput = (long*)high, lowOfOutput = (long*)low;
                for (nint x = 0; x < outputs; x++)
                {
                    var column = (nint)first[x] * 3;
                    var groups = (count[x] + BicubicKernel.TapsGroup - 1) / BicubicKernel.TapsGroup;
                    var pixels = FourRows(
                        from0 + column, from1 + column, from2 + column, from3 + column, highOfOutput, lowOfOutput, groups);
                    highOfOutput += kernel.Taps / BicubicKernel.TapsGroup;
                    lowOfOutput += kernel.Taps / BicubicKernel.TapsGroup;
                    // The fourth byte is overwritten by the next pixel, or lands in the stride's spare byte.
                    *(uint*)(to0 + (x * 3)) = pixels[0];
                    *(uint*)(to1 + (x * 3)) = pixels[1];
                    *(uint*)(to2 + (x * 3)) = pixels[2];
                    *(uint*)(to3 + (x * 3)) = pixels[3];
                }
            }
        }
    }

    /// <inheritdoc cref="ScalarPasses.Vertical"/>
    public static void Vertical(
        ReadOnlySpan<byte> rows, int stride, BicubicKernel kernel, int output, int rowBytes, Span<byte> target)
    {
        var high = kernel.High(output);
        var low = kernel.Low(output);
        var count = kernel.Count(output);
        fixed (byte* from = rows, to = target)
        {
            for (var x = 0; x < rowBytes; x += Vector128<byte>.Count)
            {
                Vector256<int> leftHigh = default, leftLow = default, rightHigh = default, rightLow = default;
                for (var tap = 0; tap < count; tap += 2)
                {
                    var even = Sse2.LoadVector128(from + x + ((nint)tap * stride));
                    // An odd last tap is paired with itself; its partner's weight is zero.
                    var odd = Sse2.LoadVector128(from + x + ((nint)Math.Min(tap + 1, count - 1) * stride));
                    var left = Avx2.ConvertToVector256Int16(Sse2.UnpackLow(even, odd));
                    var right = Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(even, odd));
                    var weightHigh = Vector256.Create(high[tap >> 1]).AsInt16();
                    var weightLow = Vector256.Create(low[tap >> 1]).AsInt16();
                    leftHigh = MultiplyAdd(leftHigh, left, weightHigh);
                    leftLow = MultiplyAdd(leftLow, left, weightLow);
                    rightHigh = MultiplyAdd(rightHigh, right, weightHigh);
                    rightLow = MultiplyAdd(rightLow, right, weightLow);
                }
                var words = Avx2.PackSignedSaturate(Round(leftHigh, leftLow), Round(rightHigh, rightLow));
                // Packing works within lanes; this puts the quarters back in order.
                words = Avx2.Permute4x64(words.AsInt64(), 0b11_01_10_00).AsInt16();
                Sse2.Store(to + x, Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()));
            }
        }
    }

    /// <summary>One output pixel of four rows: r, g, b, 0 an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> FourRows(byte* row0, byte* row1, byte* row2, byte* row3, long* high, long* low, int groups)
    {
        Vector256<int> high0 = default, high1 = default, high2 = default, high3 = default;
        Vector256<int> low0 = default, low1 = default, low2 = default, low3 = default;
        for (nint group = 0, at = 0; group < groups; group++, at += 3 * BicubicKernel.TapsGroup)
        {
            var weightHigh = Vector256.Create(high[group]).AsInt16();
            var weightLow = Vector256.Create(low[group]).AsInt16();
            var taps0 = Taps(row0 + at);
            high0 = MultiplyAdd(high0, taps0, weightHigh);
            low0 = MultiplyAdd(low0, taps0, weightLow);
            var taps1 = Taps(row1 + at);
            high1 = MultiplyAdd(high1, taps1, weightHigh);
            low1 = MultiplyAdd(low1, taps1, weightLow);
            var taps2 = Taps(row2 + at);
            high2 = MultiplyAdd(high2, taps2, weightHigh);
            low2 = MultiplyAdd(low2, taps2, weightLow);
            var taps3 = Taps(row3 + at);
            high3 = MultiplyAdd(high3, taps3, weightHigh);
            low3 = MultiplyAdd(low3, taps3, weightLow);
        }
        // Adding neighbours gives r0 g0 r1 g1 | b0 0 b1 0, and the same of rows 2 and 3.
        var rows01 = Avx2.HorizontalAdd(Combine(high0, low0), Combine(high1, low1)) + s_half;
        var rows23 = Avx2.HorizontalAdd(Combine(high2, low2), Combine(high3, low3)) + s_half;
        var words = Avx2.PackSignedSaturate(
            Avx2.ShiftRightArithmetic(rows01, BicubicKernel.FractionBits),
            Avx2.ShiftRightArithmetic(rows23, BicubicKernel.FractionBits));
        var bytes = Avx2.PackUnsignedSaturate(words, words).AsUInt16();
        return Sse2.UnpackLow(bytes.GetLower(), bytes.GetUpper()).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Taps(byte* pixels) =>
        Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(pixels), s_tapsByChannel).AsInt16();

    /// <summary>Adds the sums of neighbouring products; one instruction where the processor has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<short> taps, Vector256<short> weights) => AvxVnni.IsSupported
        ? AvxVnni.MultiplyWideningAndAdd(sum, taps, weights)
        : sum + Avx2.MultiplyAddAdjacent(taps, weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Combine(Vector256<int> high, Vector256<int> low) =>
        Avx2.ShiftLeftLogical(high, BicubicKernel.LowBits) + low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(Vector256<int> high, Vector256<int> low) =>
        Avx2.ShiftRightArithmetic(Combine(high, low) + s_half, BicubicKernel.FractionBits);
}
