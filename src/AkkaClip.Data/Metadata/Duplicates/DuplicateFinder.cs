using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaClip.Data.Metadata.Duplicates;

/// <summary>
/// Finds rows whose key has come before, among any number of rows: keys are kept in parts by their first bits, which are sorted one
/// after the other; beyond some millions the parts lie in files. Keys are 64-bit hashes: of a billion rows one in 37 runs drops a
/// row that only looks like another.
/// </summary>
internal sealed class DuplicateFinder(string folder) : IDisposable
{
    private const int NumParts = 256;
    private const int MaxInMemory = 4 << 20;
    private readonly List<Entry>[] _parts = [.. Enumerable.Range(0, NumParts).Select(_ => new List<Entry>())];
    private readonly FileStream?[] _files = new FileStream?[NumParts];
    private int _inMemory;

    public void Add(ulong key, long row)
    {
        _parts[key >> 56].Add(new Entry(key, row));
        if (++_inMemory == MaxInMemory)
            Spill();
    }

    /// <summary>Marks all rows but the first of each key.</summary>
    public void Find(RowBitmap duplicates)
    {
        for (var p = 0; p < NumParts; p++)
        {
            var entries = Load(p);
            entries.Sort();
            for (var i = 1; i < entries.Length; i++)
            {
                if (entries[i].Key == entries[i - 1].Key)
                    duplicates.Set(entries[i].Row);
            }
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file?.Dispose();
    }

    private void Spill()
    {
        for (var p = 0; p < NumParts; p++)
        {
            _files[p] ??= new FileStream(
                Path.Combine(folder, $".duplicates-{Environment.ProcessId}-{p:D3}"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            _files[p]!.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_parts[p])));
            _parts[p].Clear();
        }
        _inMemory = 0;
    }

    private Span<Entry> Load(int part)
    {
        if (_files[part] is not { } file)
            return CollectionsMarshal.AsSpan(_parts[part]);
        file.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_parts[part])));
        var entries = new Entry[file.Length / Unsafe.SizeOf<Entry>()];
        file.Position = 0;
        file.ReadExactly(MemoryMarshal.AsBytes(entries.AsSpan()));
        return entries;
    }

    private readonly record struct Entry(ulong Key, long Row) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Key != other.Key ? Key.CompareTo(other.Key) : Row.CompareTo(other.Row);
    }
}
