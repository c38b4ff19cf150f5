using System.Buffers.Binary;
using System.Text;
using AkkaClip.Core.Checksums;

namespace AkkaClip.Data.Shards;

/// <summary>
/// The file that keeps a tar's list of members beside it (<c>x.tar.index</c>), so that the tar is walked through once.
/// Little-endian: magic, version, length and version (a file's write time) of the tar, number of members; each member's offset, size, and name
/// with its length; CRC-32C of all before it.
/// </summary>
internal static class ShardIndexFile
{
    private const string Extension = ".index";
    private const uint Magic = 0x49544341;
    private const int Version = 1;
    private const int HeaderBytes = 28;
    private const int EntryBytes = 14;

    public static string PathFor(string tar) => tar + Extension;

    /// <summary>Reads the index; null: there is none, or it is not of this tar as it is now, or is damaged.</summary>
    public static List<TarMember>? TryRead(string path, long tarLength, long tarVersion)
    {
        if (!File.Exists(path))
            return null;
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderBytes + sizeof(uint) || Crc32C.Compute(bytes.AsSpan(..^4)) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^4..)))
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - sizeof(uint)), Encoding.UTF8);
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() != Version
            || reader.ReadInt64() != tarLength || reader.ReadInt64() != tarVersion)
            return null;
        return ReadMembers(reader, bytes.Length, tarLength);
    }

    /// <summary>A matching sum says that the file is whole, not that its writer meant well: every number is checked.</summary>
    private static List<TarMember>? ReadMembers(BinaryReader reader, int indexBytes, long tarLength)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > indexBytes / EntryBytes)
            return null;
        var members = new List<TarMember>(count);
        for (var i = 0; i < count; i++)
        {
            if (reader.BaseStream.Length - reader.BaseStream.Position < EntryBytes)
                return null;
            var (offset, size, nameBytes) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadUInt16());
            if (offset < 0 || size < 0 || offset > tarLength - size)
                return null;
            members.Add(new TarMember(Encoding.UTF8.GetString(reader.ReadBytes(nameBytes)), offset, size));
        }
        return members;
    }

    /// <summary>Writes the index so that readers see the old one or the new one, never a part.</summary>
    /// <returns>Whether the folder could be written to; where not, the index stays in memory.</returns>
    public static bool TryWrite(string path, long tarLength, long tarVersion, List<TarMember> members)
    {
        var bytes = Encode(tarLength, tarVersion, members);
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk: the index is a convenience, and what was begun is taken away.
            TryDelete(temporary);
            return false;
        }
    }

    private static byte[] Encode(long tarLength, long tarVersion, List<TarMember> members)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(tarLength);
        writer.Write(tarVersion);
        writer.Write(members.Count);
        foreach (var member in members)
        {
            var name = Encoding.UTF8.GetBytes(member.Name);
            writer.Write(member.Offset);
            writer.Write(member.Size);
            writer.Write(checked((ushort)name.Length));
            writer.Write(name);
        }
        writer.Flush();
        writer.Write(Crc32C.Compute(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It was never made, or cannot be removed: nothing reads a file of that name.
        }
    }
}
