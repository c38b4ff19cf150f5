using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace AkkaClip.Data.Metadata;

/// <summary>
/// The identity of a row in LAION's joined files: the first word of MurmurHash3 (x64, 128 bits, seed 0; Appleby 2011) of the
/// UTF-8 bytes of URL and text, as a signed number.
/// </summary>
public static class LaionHash
{
    private const ulong C1 = 0x87c37b91114253d5, C2 = 0x4cf5ad432745937f;
    private const int MaxStackBytes = 1024;

    public static long Of(string url, string text)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(text);
        var bound = Encoding.UTF8.GetMaxByteCount(url.Length) + Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = bound > MaxStackBytes ? ArrayPool<byte>.Shared.Rent(bound) : null;
        Span<byte> bytes = rented ?? stackalloc byte[MaxStackBytes];
        var length = Encoding.UTF8.GetBytes(url, bytes);
        length += Encoding.UTF8.GetBytes(text, bytes[length..]);
        var hash = Of(bytes[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    public static long Of(ReadOnlySpan<byte> data)
    {
        ulong h1 = 0, h2 = 0;
        var length = (ulong)data.Length;
        for (; data.Length >= 16; data = data[16..])
        {
            h1 ^= Scramble1(BinaryPrimitives.ReadUInt64LittleEndian(data));
            h1 = (BitOperations.RotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= Scramble2(BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            h2 = (BitOperations.RotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        Span<byte> tail = stackalloc byte[16];
        tail.Clear();
        data.CopyTo(tail);
        if (data.Length > 8)
            h2 ^= Scramble2(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]));
        if (data.Length > 0)
            h1 ^= Scramble1(BinaryPrimitives.ReadUInt64LittleEndian(tail));
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        return unchecked((long)(Finish(h1) + Finish(h2)));
    }

    /// <summary>MurmurHash3's last step, a permutation of the 64-bit numbers: equal results mean equal inputs.</summary>
    public static ulong Finish(ulong k)
    {
        k ^= k >> 33;
        k *= 0xff51afd7ed558ccd;
        k ^= k >> 33;
        k *= 0xc4ceb9fe1a85ec53;
        return k ^ k >> 33;
    }

    private static ulong Scramble1(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong Scramble2(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;
}
