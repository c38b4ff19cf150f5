using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using AkkaClip.Core.Checksums;
using AkkaClip.Data.Samples;
using Microsoft.Win32.SafeHandles;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>
/// The rows of an unfinished shard that have ended, in the order in which they did: appended record by record, so that a
/// process that is killed loses at most the record that it was writing. A record is its lengths, a CRC-32C, an entry as
/// JSON, and the picture. For many threads.
/// </summary>
internal sealed class ShardJournal : IDisposable
{
    private const uint Magic = 0x314A4341; // "ACJ1"
    private const int HeaderBytes = 16;
    private const int MaxEntryBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private long _length;

    private ShardJournal(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Opens or begins a journal; what a broken off record left behind its last whole one is cut off.</summary>
    /// <exception cref="DataSourceException">Another process is at it.</exception>
    public static (ShardJournal Journal, ImmutableArray<JournalEntry> Entries) Open(string path)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new DataSourceException(path, "another download is writing this shard", "wait for it, or use another output folder", inner: e);
        }
        var journal = new ShardJournal(path, file);
        var entries = journal.Recover();
        RandomAccess.SetLength(file, journal._length);
        return (journal, entries);
    }

    /// <returns>The entry with the place of its picture.</returns>
    public JournalEntry Append(JournalEntry entry, ReadOnlySpan<byte> picture)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry);
        var record = new byte[HeaderBytes + json.Length + picture.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), picture.Length);
        json.CopyTo(record.AsSpan(HeaderBytes));
        picture.CopyTo(record.AsSpan(HeaderBytes + json.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12), Crc32C.Compute(record.AsSpan(HeaderBytes)));
        lock (_gate)
        {
            RandomAccess.Write(_file, record, _length);
            var placed = entry with { Offset = _length + HeaderBytes + json.Length, NumBytes = picture.Length };
            _length += record.Length;
            return placed;
        }
    }

    public byte[] Read(JournalEntry entry)
    {
        var bytes = new byte[entry.NumBytes];
        ReadAll(bytes, entry.Offset);
        return bytes;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Ends the journal, and its file.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    private ImmutableArray<JournalEntry> Recover()
    {
        var entries = ImmutableArray.CreateBuilder<JournalEntry>();
        var end = RandomAccess.GetLength(_file);
        var header = new byte[HeaderBytes];
        while (_length + HeaderBytes <= end)
        {
            ReadAll(header, _length);
            var jsonBytes = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
            var pictureBytes = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
            var isRecord = BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic && jsonBytes is > 0 and <= MaxEntryBytes && pictureBytes >= 0
                && _length + HeaderBytes + jsonBytes + pictureBytes <= end;
            if (!isRecord)
                break;
            var content = new byte[jsonBytes + pictureBytes];
            ReadAll(content, _length + HeaderBytes);
            if (Crc32C.Compute(content) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12)))
                break;
            var entry = JsonSerializer.Deserialize(content.AsSpan(0, jsonBytes), JournalJson.Default.JournalEntry)!;
            entries.Add(entry with { Offset = _length + HeaderBytes + jsonBytes, NumBytes = pictureBytes });
            _length += HeaderBytes + content.Length;
        }
        return entries.ToImmutable();
    }

    private void ReadAll(Span<byte> into, long offset)
    {
        while (into.Length > 0)
        {
            var count = RandomAccess.Read(_file, into, offset);
            if (count == 0)
                throw new EndOfStreamException($"{_path} ends at {offset} within a record");
            into = into[count..];
            offset += count;
        }
    }
}
