using System.Runtime.CompilerServices;

namespace Parquet.Codecs;

/// <summary>Copies within what has been decompressed, as Snappy and LZ4 ask for it.</summary>
internal static unsafe class MatchCopy
{
    /// <summary>Repeats <paramref name="length"/> bytes from <paramref name="offset"/> before <paramref name="to"/>; they may overlap.</summary>
    /// <param name="end">The end of the destination; up to there bytes may be written that are overwritten later.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* to, long offset, long length, byte* end)
    {
        var from = to - offset;
        if (offset >= 16 && end - to >= length + 16)
        {
            for (long i = 0; i < length; i += 16)
                Unsafe.CopyBlockUnaligned(to + i, from + i, 16);
        }
        else if (offset >= 8 && end - to >= length + 8)
        {
            for (long i = 0; i < length; i += 8)
                Unsafe.WriteUnaligned(to + i, Unsafe.ReadUnaligned<ulong>(from + i));
        }
        else
        {
            for (long i = 0; i < length; i++)
                to[i] = from[i];
        }
    }

    /// <summary>Copies literals; short ones in one go where both sides have room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Literals(byte* from, byte* fromEnd, byte* to, byte* toEnd, long length)
    {
        if (length <= 16 && fromEnd - from >= 16 && toEnd - to >= 16)
            Unsafe.CopyBlockUnaligned(to, from, 16);
        else
            Buffer.MemoryCopy(from, to, toEnd - to, length);
    }
}
