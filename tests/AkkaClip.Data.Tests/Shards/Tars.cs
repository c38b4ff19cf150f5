using System.Formats.Tar;
using System.Text;

namespace AkkaClip.Data.Tests.Shards;

/// <summary>Archives by the framework's own writer, and single header blocks by hand.</summary>
internal static class Tars
{
    public static byte[] Write(TarEntryFormat format, params (string Name, byte[] Content)[] members)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (name, content) in members)
                writer.WriteEntry(Entry(format, name, content));
        }
        return stream.ToArray();
    }

    public static byte[] Write(params (string Name, byte[] Content)[] members) => Write(TarEntryFormat.Ustar, members);

    public static (string Name, byte[] Content) Text(string name, string content) => (name, Encoding.UTF8.GetBytes(content));

    /// <summary>A header block with a right checksum, for archives that no writer would write.</summary>
    public static byte[] Header(string name, string size, char type = '0', Action<byte[]>? change = null)
    {
        var block = new byte[512];
        Encoding.ASCII.GetBytes(name, block);
        Encoding.ASCII.GetBytes("0000644", block.AsSpan(100));
        Encoding.ASCII.GetBytes(size, block.AsSpan(124));
        block[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\000", block.AsSpan(257));
        change?.Invoke(block);
        block.AsSpan(148, 8).Fill((byte)' ');
        var sum = block.Sum(value => (int)value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0", block.AsSpan(148));
        return block;
    }

    private static TarEntry Entry(TarEntryFormat format, string name, byte[] content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
            _ => new UstarTarEntry(TarEntryType.RegularFile, name),
        };
        entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
