using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Arm = System.Runtime.Intrinsics.Arm;
using X86 = System.Runtime.Intrinsics.X86;

namespace AkkaClip.Core.Checksums;

/// <summary>
/// The Castagnoli checksum: by carry-less products of whole cache lines (<see cref="Crc32CFolding"/>) where the processor
/// has them, else by its instruction for this checksum. The instruction takes a word a cycle and answers three cycles later,
/// so that three stretches are summed side by side and joined by a table.
/// </summary>
public static class Crc32C
{
    private const int StretchBytes = 1024;
    private const uint ReversedPolynomial = 0x82F63B78;

    /// <summary>One step by a byte.</summary>
    private static readonly uint[] s_bytes = ByteTable();

    /// <summary>What a state becomes after <see cref="StretchBytes"/> zeros, by place and value of each of its bytes.</summary>
    private static readonly uint[][] s_stretch = StretchTable();

    /// <summary>The checksum of some bytes, or of what came before and these.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        if (Crc32CFolding.IsSupported && bytes.Length >= Crc32CFolding.MinBytes)
        {
            var numFolded = bytes.Length / Crc32CFolding.StrideBytes * Crc32CFolding.StrideBytes;
            crc = Crc32CFolding.Compute(crc, bytes[..numFolded]);
            bytes = bytes[numFolded..];
        }
        while (bytes.Length >= 3 * StretchBytes)
        {
            crc = ThreeStretches(crc, bytes);
            bytes = bytes[(3 * StretchBytes)..];
        }
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = Word(crc, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            crc = s_bytes[(byte)(crc ^ rest)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint ThreeStretches(uint crc, ReadOnlySpan<byte> bytes)
    {
        var a = MemoryMarshal.Cast<byte, ulong>(bytes[..StretchBytes]);
        var b = MemoryMarshal.Cast<byte, ulong>(bytes.Slice(StretchBytes, StretchBytes));
        var c = MemoryMarshal.Cast<byte, ulong>(bytes.Slice(2 * StretchBytes, StretchBytes));
        uint second = 0, third = 0;
        for (var i = 0; i < a.Length; i++)
        {
            crc = Word(crc, a[i]);
            second = Word(second, b[i]);
            third = Word(third, c[i]);
        }
        return Advance(Advance(crc) ^ second) ^ third;
    }

    private static uint Advance(uint crc) =>
        s_stretch[0][(byte)crc] ^ s_stretch[1][(byte)(crc >> 8)] ^ s_stretch[2][(byte)(crc >> 16)] ^ s_stretch[3][crc >> 24];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Word(uint crc, ulong word)
    {
        // Words are read as they lie in memory; the instructions and the table below both want the first byte lowest.
        if (!BitConverter.IsLittleEndian)
            word = BinaryPrimitives.ReverseEndianness(word);
        if (X86.Sse42.X64.IsSupported)
            return (uint)X86.Sse42.X64.Crc32(crc, word);
        if (Arm.Crc32.Arm64.IsSupported)
            return Arm.Crc32.Arm64.ComputeCrc32C(crc, word);
        return WordByTable(crc, word);
    }

    private static uint WordByTable(uint crc, ulong word)
    {
        for (var i = 0; i < sizeof(ulong); i++, word >>= 8)
            crc = s_bytes[(byte)(crc ^ (byte)word)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] ByteTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * ReversedPolynomial);
            table[i] = crc;
        }
        return table;
    }

    private static uint[][] StretchTable()
    {
        var table = new uint[sizeof(uint)][];
        for (var place = 0; place < table.Length; place++)
        {
            table[place] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var crc = value << (8 * place);
                for (var i = 0; i < StretchBytes / sizeof(ulong); i++)
                    crc = Word(crc, 0);
                table[place][value] = crc;
            }
        }
        return table;
    }
}
