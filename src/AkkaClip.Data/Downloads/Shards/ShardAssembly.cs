using System.Collections.Immutable;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>A shard under way: its rows, those of them that have ended, and where their pictures are kept. For many threads.</summary>
internal sealed class ShardAssembly : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ShardJournal _journal;
    private readonly JournalEntry?[] _entries;
    private int _numOpen;

    /// <param name="name">Its files.</param>
    /// <param name="rows">All of its rows.</param>
    /// <exception cref="DataSourceException">The journal that is there belongs to other rows.</exception>
    public ShardAssembly(ShardName name, ImmutableArray<DownloadRow> rows)
    {
        (Name, Rows) = (name, rows);
        _entries = new JournalEntry?[rows.Length];
        (_journal, var ended) = ShardJournal.Open(name.Journal);
        foreach (var entry in ended)
        {
            if (entry.Index < 0 || entry.Index >= rows.Length || rows[entry.Index].Url != entry.Url)
            {
                _journal.Dispose();
                throw new DataSourceException(name.Journal, $"it was begun for other rows (row {entry.Index} was {entry.Url})", "continue with the same inputs in the same order, or use another output folder");
            }
            _entries[entry.Index] = entry;
        }
        _numOpen = _entries.Count(entry => entry is null);
    }

    public ShardName Name { get; }

    public ImmutableArray<DownloadRow> Rows { get; }

    public bool IsComplete
    {
        get
        {
            lock (_gate)
                return _numOpen == 0;
        }
    }

    /// <summary>Rows that have not ended, by their index.</summary>
    public ImmutableArray<int> Open
    {
        get
        {
            lock (_gate)
                return [.. Enumerable.Range(0, _entries.Length).Where(index => _entries[index] is null)];
        }
    }

    /// <summary>Rows that had ended when the shard was opened.</summary>
    public ImmutableArray<JournalEntry> Ended
    {
        get
        {
            lock (_gate)
                return [.. _entries.OfType<JournalEntry>()];
        }
    }

    /// <summary>A row has ended: it is on disk when this returns.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Complete(int index, RowOutcome outcome)
    {
        var entry = _journal.Append(JournalEntry.Of(index, Rows[index].Url, outcome), outcome.Picture?.Bytes ?? []);
        lock (_gate)
        {
            if (_entries[index] is not null)
                throw new InvalidOperationException($"row {index} of shard {Name.Stem} has ended twice");
            _entries[index] = entry;
            return --_numOpen == 0;
        }
    }

    /// <summary>The picture of a row that succeeded.</summary>
    public byte[] Picture(JournalEntry entry) => _journal.Read(entry);

    /// <summary>Ends the journal: the shard's files hold all of it.</summary>
    public void DeleteJournal() => _journal.Delete();

    public void Dispose() => _journal.Dispose();
}
