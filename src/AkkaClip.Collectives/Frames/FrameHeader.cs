using System.Buffers.Binary;
using AkkaClip.Core.Checksums;

namespace AkkaClip.Collectives.Frames;

/// <summary>What precedes each payload on a link, with a checksum of its own and one of the payload.</summary>
/// <param name="Kind">What the frame is.</param>
/// <param name="RunHash">First 8 bytes of the SHA-256 of the run's name.</param>
/// <param name="Generation">The generation's number; 0 for bulk links.</param>
/// <param name="Step">The step that the operation belongs to.</param>
/// <param name="Operation">The operation's number in its generation, or a request's on its link.</param>
/// <param name="Part">Which owner's part of the buffer, or which of several contributions.</param>
/// <param name="Chunk">The chunk's number in its part.</param>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Checksum">CRC-32C of the payload.</param>
internal readonly record struct FrameHeader(
    FrameKind Kind, ulong RunHash, int Generation, long Step, long Operation, int Part, int Chunk, int Length, uint Checksum)
{
    public const int Bytes = 56;

    private const uint Magic = 0x31504341; // "ACP1"
    private const int ChecksumAt = Bytes - sizeof(uint);

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], (uint)Kind);
        BinaryPrimitives.WriteUInt64LittleEndian(target[8..], RunHash);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Step);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], Operation);
        BinaryPrimitives.WriteInt32LittleEndian(target[32..], Generation);
        BinaryPrimitives.WriteInt32LittleEndian(target[36..], Part);
        BinaryPrimitives.WriteInt32LittleEndian(target[40..], Chunk);
        BinaryPrimitives.WriteInt32LittleEndian(target[44..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[48..], Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(target[ChecksumAt..], Crc32C.Compute(target[..ChecksumAt]));
    }

    /// <exception cref="InvalidDataException">The bytes are no header.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> source)
    {
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (magic != Magic)
            throw new InvalidDataException($"a frame begins with {magic:x8} instead of {Magic:x8}");
        var stated = BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumAt..]);
        var computed = Crc32C.Compute(source[..ChecksumAt]);
        if (stated != computed)
            throw new InvalidDataException($"a frame's header has checksum {computed:x8} instead of {stated:x8}");
        return new FrameHeader(
            (FrameKind)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[36..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[44..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[48..]));
    }
}
