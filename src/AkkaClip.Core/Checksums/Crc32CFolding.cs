using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AkkaClip.Core.Checksums;

/// <summary>
/// CRC-32C by folding (Gopal et al., Fast CRC Computation for Generic Polynomials Using PCLMULQDQ, Intel 2009): bytes are a
/// polynomial, of which a piece may be replaced by its product with a power of x modulo the checksum's polynomial, further
/// back. Four registers of 64 bytes are folded over each other until 16 bytes are left, which the instruction for this
/// checksum takes.
/// </summary>
/// <remarks>
/// Bits are reflected: a lane of 16 bytes is L x^64 + H with L the lower half. The product of two reflected words comes out
/// one power of x too high, so that the factors for a distance of n bits are x^(n + 63) for L and x^(n - 1) for H.
/// </remarks>
internal static class Crc32CFolding
{
    /// <summary>Bytes are taken in multiples of this.</summary>
    public const int StrideBytes = 4 * LineBytes;

    /// <summary>Below this it does not pay.</summary>
    public const int MinBytes = 2 * StrideBytes;

    private const int LineBytes = 64;
    private const uint ReversedPolynomial = 0x82F63B78;

    private static readonly Vector512<ulong> s_stride = Factors(8 * StrideBytes);
    private static readonly Vector512<ulong> s_line = Factors(8 * LineBytes);
    private static readonly Vector128<ulong> s_lane = Factors(128).GetLower().GetLower();

    public static bool IsSupported => Pclmulqdq.V512.IsSupported && Sse42.X64.IsSupported;

    /// <param name="crc">The state before, not inverted.</param>
    /// <param name="bytes">One or more strides.</param>
    /// <returns>The state behind them.</returns>
    public static uint Compute(uint crc, ReadOnlySpan<byte> bytes)
    {
        var lines = MemoryMarshal.Cast<byte, Vector512<ulong>>(bytes);
        var (stride, line) = (s_stride, s_line);
        var (a, b, c, d) = (lines[0] ^ Vector512.CreateScalar((ulong)crc), lines[1], lines[2], lines[3]);
        for (var i = 4; i <= lines.Length - 4; i += 4)
        {
            a = Fold(a, stride) ^ lines[i];
            b = Fold(b, stride) ^ lines[i + 1];
            c = Fold(c, stride) ^ lines[i + 2];
            d = Fold(d, stride) ^ lines[i + 3];
        }
        b ^= Fold(a, line);
        c ^= Fold(b, line);
        d ^= Fold(c, line);

        var lane = d.GetLower().GetLower();
        lane = Fold(lane) ^ d.GetLower().GetUpper();
        lane = Fold(lane) ^ d.GetUpper().GetLower();
        lane = Fold(lane) ^ d.GetUpper().GetUpper();
        return (uint)Sse42.X64.Crc32(Sse42.X64.Crc32(0, lane[0]), lane[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> piece, Vector512<ulong> factors) =>
        Pclmulqdq.V512.CarrylessMultiply(piece, factors, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(piece, factors, 0x11);

    private static Vector128<ulong> Fold(Vector128<ulong> piece) =>
        Pclmulqdq.CarrylessMultiply(piece, s_lane, 0x00) ^ Pclmulqdq.CarrylessMultiply(piece, s_lane, 0x11);

    /// <summary>What halves of lanes are multiplied by to be moved so many bits further back.</summary>
    private static Vector512<ulong> Factors(int numBits)
    {
        var lane = Vector128.Create((ulong)PowerOfX(numBits + 63) << 32, (ulong)PowerOfX(numBits - 1) << 32);
        return Vector512.Create(Vector256.Create(lane, lane), Vector256.Create(lane, lane));
    }

    /// <summary>x^n modulo the polynomial, reflected: bit 31 is the constant term.</summary>
    private static uint PowerOfX(int n)
    {
        var power = 0x8000_0000u;
        for (; n > 0; n--)
            power = (power >> 1) ^ ((power & 1) * ReversedPolynomial);
        return power;
    }
}
