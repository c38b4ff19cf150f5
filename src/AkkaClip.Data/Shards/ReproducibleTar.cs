using System.Formats.Tar;

namespace AkkaClip.Data.Shards;

/// <summary>Writes tar members of which equal contents make equal bytes, whenever and by whomever they are written.</summary>
internal static class ReproducibleTar
{
    public static void Add(TarWriter tar, string name, byte[] content) => tar.WriteEntry(Entry(name, content));

    public static Task AddAsync(TarWriter tar, string name, byte[] content) => tar.WriteEntryAsync(Entry(name, content));

    private static UstarTarEntry Entry(string name, byte[] content) => new(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(content),
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    };
}
