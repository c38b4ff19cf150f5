using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Shards;

/// <summary>
/// Walks through the headers of a tar and lists its regular files: ustar, GNU and pax archives. Contents are skipped and
/// nothing is ever written, so a member's name can do no harm. What it reserves is bounded whatever the archive claims.
/// </summary>
internal sealed class TarScanner
{
    private const int MaxNameBytes = 64 << 10;
    private const int MaxPaxBytes = 1 << 20;

    // gzip, bzip2, zstd, xz.
    private static readonly byte[][] s_compressed =
        [[0x1F, 0x8B], [0x42, 0x5A, 0x68], [0x28, 0xB5, 0x2F, 0xFD], [0xFD, 0x37, 0x7A, 0x58, 0x5A]];

    private readonly IShardBytes _files;
    private readonly string _path;
    private readonly long _length;
    private readonly byte[] _block = new byte[TarHeader.BlockBytes];
    private readonly List<TarMember> _members = [];

    private long _at;
    private string? _longName;
    private PaxRecords _pax;

    private TarScanner(IShardBytes files, string path, long length)
    {
        _files = files;
        _path = path;
        _length = length;
    }

    /// <summary>Lists the regular files of an archive in their order.</summary>
    /// <exception cref="DataSourceException">The file is no tar, is truncated, or contradicts itself.</exception>
    public static List<TarMember> Scan(IShardBytes files, string path, long length)
    {
        var scanner = new TarScanner(files, path, length);
        scanner.RefuseForeignFiles();
        while (scanner.Next())
        {
        }
        return scanner._members;
    }

    private void RefuseForeignFiles()
    {
        if (_length == 0)
            throw new DataSourceException(_path, "the file is empty", "write the shard again");
        var start = _block.AsSpan(0, (int)Math.Min(_length, _block.Length));
        _files.Read(_path, 0, start);
        foreach (var signature in s_compressed)
        {
            if (start.StartsWith(signature))
                throw new DataSourceException(_path, "the tar is compressed, which rules out random access", "decompress it first");
        }
    }

    /// <summary>Reads one header; false: the archive is over.</summary>
    private bool Next()
    {
        if (_at >= _length)
            return false;
        ReadExactly(_block, "a header");
        var header = new TarHeader(_block);
        if (header.IsZero)
            return false;
        if (!header.HasValidChecksum)
            throw Broken(_at, _at == 0 ? "this is no tar: the first header's checksum is wrong" : "a header's checksum is wrong");
        if (header.Size is not { } size)
            throw Broken(_at, "a header's size is no number of 0 or more");
        switch (header.Type)
        {
            case TarHeader.GnuLongName:
                _longName = TarHeader.Text(ReadBody(size, MaxNameBytes)) ?? throw Broken(_at, "a long name is not UTF-8");
                break;
            case TarHeader.Pax:
                _pax = PaxRecords.Parse(ReadBody(size, MaxPaxBytes)) ?? throw Broken(_at, "a pax header is malformed");
                break;
            case TarHeader.GnuLongLink or TarHeader.PaxGlobal:
                Skip(size);
                break;
            default:
                Member(header, size);
                break;
        }
        return true;
    }

    private void Member(TarHeader header, long headerSize)
    {
        var start = _at;
        var size = _pax.Size ?? headerSize;
        var name = _pax.Path ?? _longName ?? header.Name;
        var sparse = _pax.IsSparse || header.Type == TarHeader.GnuSparse;
        (_pax, _longName) = (default, null);
        if (sparse)
            throw Broken(start, $"'{name}' is stored as a sparse file, which is not supported");
        Skip(size);
        // A file of the oldest kind whose name ends in a slash is a folder.
        if (!header.IsRegularFile || name is ['\0', ..] || name?.EndsWith('/') == true)
            return;
        if (name is null)
            throw Broken(start, "a member's name is not UTF-8");
        if (size > int.MaxValue)
            throw Broken(start, $"'{name}' has {size} bytes, and a sample's file at most {int.MaxValue}");
        _members.Add(new TarMember(name, start + TarHeader.BlockBytes, (int)size));
    }

    private byte[] ReadBody(long size, int limit)
    {
        if (size > limit)
            throw Broken(_at, $"a name or its extension claims {size} bytes, more than {limit}");
        var body = new byte[size];
        var start = _at;
        Skip(size);
        var end = _at;
        _at = start + TarHeader.BlockBytes;
        ReadExactly(body, "a long name");
        _at = end;
        return body;
    }

    /// <summary>Moves on to the next header: behind this one and its body, which is filled up to a whole block.</summary>
    private void Skip(long size)
    {
        var next = _at + TarHeader.BlockBytes;
        if (size > _length - next)
            throw Broken(_at, $"a member of {size} bytes begins {_length - next} bytes before the end: the file is truncated");
        _at = next + ((size + TarHeader.BlockBytes - 1) / TarHeader.BlockBytes * TarHeader.BlockBytes);
    }

    private void ReadExactly(Span<byte> buffer, string what)
    {
        if (_at > _length - buffer.Length)
            throw Broken(_at, $"the file ends within {what}: it is truncated");
        _files.Read(_path, _at, buffer);
    }

    private DataSourceException Broken(long offset, string problem) =>
        new(_path, problem, "copy or write the shard again, or take it out of the list", offset);
}
