using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AkkaClip.Data.Images;

/// <summary>Takes rows of RGB pixels apart into the planes of a tensor.</summary>
internal static class PlanarWriter
{
    private const byte None = 255;

    // Where the 16 values of a channel lie in three vectors of 16 bytes: 6 + 5 + 5 of them, by channel.
    private static readonly Vector128<byte>[] s_first =
    [
        Vector128.Create(0, 3, 6, 9, 12, 15, None, None, None, None, None, None, None, None, None, None),
        Vector128.Create(1, 4, 7, 10, 13, None, None, None, None, None, None, None, None, None, None, None),
        Vector128.Create(2, 5, 8, 11, 14, None, None, None, None, None, None, None, None, None, None, None),
    ];

    private static readonly Vector128<byte>[] s_second =
    [
        Vector128.Create(None, None, None, None, None, None, 2, 5, 8, 11, 14, None, None, None, None, None),
        Vector128.Create(None, None, None, None, None, 0, 3, 6, 9, 12, 15, None, None, None, None, None),
        Vector128.Create(None, None, None, None, None, 1, 4, 7, 10, 13, None, None, None, None, None, None),
    ];

    private static readonly Vector128<byte>[] s_third =
    [
        Vector128.Create(None, None, None, None, None, None, None, None, None, None, None, 1, 4, 7, 10, 13),
        Vector128.Create(None, None, None, None, None, None, None, None, None, None, None, 2, 5, 8, 11, 14),
        Vector128.Create(None, None, None, None, None, None, None, None, None, None, 0, 3, 6, 9, 12, 15),
    ];

    /// <param name="rgb">At least as many pixels as the planes' rows are long.</param>
    public static void Write(ReadOnlySpan<byte> rgb, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        var x = 0;
        ref var source = ref MemoryMarshal.GetReference(rgb);
        for (; x <= red.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var first = Vector128.LoadUnsafe(ref source, (nuint)(3 * x));
            var second = Vector128.LoadUnsafe(ref source, (nuint)((3 * x) + 16));
            var third = Vector128.LoadUnsafe(ref source, (nuint)((3 * x) + 32));
            Gather(first, second, third, 0).CopyTo(red[x..]);
            Gather(first, second, third, 1).CopyTo(green[x..]);
            Gather(first, second, third, 2).CopyTo(blue[x..]);
        }
        for (; x < red.Length; x++)
            (red[x], green[x], blue[x]) = (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Gather(Vector128<byte> first, Vector128<byte> second, Vector128<byte> third, int channel) =>
        Vector128.Shuffle(first, s_first[channel])
        | Vector128.Shuffle(second, s_second[channel])
        | Vector128.Shuffle(third, s_third[channel]);
}
