using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence.Journal;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Journal;

/// <summary>A journal in a table of a SQLite or PostgreSQL database.</summary>
/// <remarks>
/// A database that is not there fails writes and recoveries, after the timeouts of the connection string at the latest;
/// the journal itself goes on, and finds it when it is back.
/// </remarks>
public class SqlWriteJournal : AsyncWriteJournal
{
    private readonly JournalConfig _config;
    private readonly Database _database;
    private readonly JournalTable _table;
    private readonly WriteQueue _queue;
    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;
    private readonly string _writerUuid = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, Task> _writesInProgress = new();
    private readonly CancellationTokenSource _shutdown = new();

    /// <exception cref="Configuration.ConfigurationException">A value is missing, unknown or not implemented.</exception>
    public SqlWriteJournal(Configuration.Config journalConfig)
    {
        _config = JournalConfig.Read(journalConfig, Self.Path.Name);
        _database = new Database(_config.Plugin, _config.Plugin.Dialect.CreateJournal(_config), Context.GetLogger(), _shutdown.Token);
        _table = new JournalTable(_database, _config);
        _queue = new WriteQueue(_table, _config, _shutdown.Token);
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        for (var left = max; left > 0;)
        {
            var asked = Math.Min(left, _config.ReplayBatchSize);
            var rows = await _table.ReadAsync(persistenceId, fromSequenceNr, toSequenceNr, asked).ConfigureAwait(false);
            foreach (var row in rows)
            {
                recoveryCallback(new Persistent(
                    row.Message.Read(_serialization), row.SequenceNr, persistenceId, row.Message.Manifest,
                    writerGuid: row.WriterUuid, timestamp: row.Created));
            }
            if (rows.Count < asked)
                return;
            left -= rows.Count;
            fromSequenceNr = rows[^1].SequenceNr + 1;
        }
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr)
    {
        // A write of the incarnation before this one may be under way: its outcome does not matter, but its end does.
        if (_writesInProgress.TryGetValue(persistenceId, out var write))
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await _table.HighestSequenceNrAsync(persistenceId, fromSequenceNr).ConfigureAwait(false);
    }

    protected override void PreStart()
    {
        _ = _database.InitializeAsync();
        base.PreStart();
    }

    protected override void PostStop()
    {
        _shutdown.Cancel();
        base.PostStop();
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var now = DateTime.UtcNow.Ticks; // what the genuine journal writes: the clock of the machine, in ticks
        var rows = new List<JournalRow>();
        var rejections = ImmutableList.CreateBuilder<Exception>();
        var persistenceId = "";
        foreach (var write in messages)
        {
            persistenceId = write.PersistenceId;
            try
            {
                rows.AddRange(((IEnumerable<IPersistentRepresentation>)write.Payload).Select(e => RowOf(e, now)).ToList());
                rejections.Add(null);
            }
            catch (Exception e)
            {
                // What cannot be turned into bytes is rejected, and nothing of its write is written.
                rejections.Add(e);
            }
        }
        return rows.Count == 0
            ? Task.FromResult<IImmutableList<Exception>>(rejections.ToImmutable())
            : WriteRowsAsync(persistenceId, rows, rejections.ToImmutable());
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr) => _table.DeleteAsync(persistenceId, toSequenceNr);

    private async Task<IImmutableList<Exception>> WriteRowsAsync(
        string persistenceId, List<JournalRow> rows, IImmutableList<Exception> rejections)
    {
        var write = _queue.WriteAsync(rows);
        _writesInProgress[persistenceId] = write;
        try
        {
            await write.ConfigureAwait(false);
            return rejections;
        }
        finally
        {
            _writesInProgress.TryRemove(new KeyValuePair<string, Task>(persistenceId, write));
        }
    }

    private JournalRow RowOf(IPersistentRepresentation e, long now)
    {
        var tagged = e.Payload as Tagged?;
        var payload = Payload.Of(tagged is { } t ? t.Payload : e.Payload, _serialization, _config.Plugin.Serializer);
        return new JournalRow(
            e.PersistenceId, e.SequenceNr, e.Timestamp == 0L ? now : e.Timestamp, payload, _writerUuid, tagged is { } with ? [.. with.Tags] : []);
    }
}
