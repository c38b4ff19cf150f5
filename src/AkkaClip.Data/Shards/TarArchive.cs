using System.Collections.Frozen;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Shards;

/// <summary>A tar with its list of members, for random access. Safe to read from several threads.</summary>
/// <remarks>
/// Reads are positioned reads and not a memory map: a map of a file that someone shortens kills the process, a read says so.
/// </remarks>
public sealed class TarArchive
{
    private readonly IShardBytes _files;
    private readonly long _length;
    private FrozenDictionary<string, TarMember>? _byName;

    private TarArchive(string path, long length, IReadOnlyList<TarMember> members, bool indexWritten, IShardBytes files)
    {
        (Path, Members, IsIndexed) = (path, members, indexWritten);
        (_length, _files) = (length, files);
    }

    public string Path { get; }

    /// <summary>The regular files in the order of the archive.</summary>
    public IReadOnlyList<TarMember> Members { get; }

    /// <summary>Whether the index lies beside the tar; false: the folder is read-only, and the next start walks through it again.</summary>
    public bool IsIndexed { get; }

    /// <summary>Opens a tar by its index; makes the index where it is missing or out of date.</summary>
    /// <exception cref="DataSourceException">The file is missing, no tar, truncated or contradicts itself.</exception>
    public static TarArchive Open(string path, IShardBytes files)
    {
        var (length, version) = files.Identify(path);
        var indexPath = files.IndexPath(path);
        if (ShardIndexFile.TryRead(indexPath, length, version) is { } known)
            return new TarArchive(path, length, known, true, files);
        var members = TarScanner.Scan(files, path, length);
        var written = ShardIndexFile.TryWrite(indexPath, length, version, members);
        return new TarArchive(path, length, members, written, files);
    }

    /// <summary>The member of that name; a leading <c>./</c> does not count. The last one wins, as when unpacking.</summary>
    public bool TryFind(string name, out TarMember member)
    {
        _byName ??= Members.GroupBy(each => Normalized(each.Name)).ToFrozenDictionary(group => group.Key, group => group.Last());
        return _byName.TryGetValue(Normalized(name), out member);
    }

    /// <summary>Reads a member's bytes.</summary>
    /// <exception cref="DataSourceException">The file has become shorter or unreadable.</exception>
    public byte[] Read(TarMember member)
    {
        if (member.Offset > _length - member.Size)
            throw new DataSourceException(Path, $"'{member.Name}' lies behind the end", $"delete {_files.IndexPath(Path)}", member.Offset);
        var bytes = GC.AllocateUninitializedArray<byte>(member.Size);
        _files.Read(Path, member.Offset, bytes);
        return bytes;
    }

    private static string Normalized(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
}
