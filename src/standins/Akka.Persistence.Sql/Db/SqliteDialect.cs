using System.Collections.Concurrent;
using System.Data.Common;
using Akka.Persistence.Sql.Config;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Db;

/// <summary>SQLite by Microsoft.Data.Sqlite.</summary>
/// <remarks>
/// A database has one writer at a time. So the journal writes in one transaction at a time, with the more events in
/// each. Writers of this process queue for a lock of their own: one that finds the file locked, by another process,
/// looks again every 150 ms only, up to the connection string's <c>Default Timeout</c>. With the write-ahead log
/// readers and writers do not lock each other out.
/// </remarks>
internal sealed class SqliteDialect : SqlDialect
{
    private const int ConstraintViolated = 19;

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> WriterLocks = new();

    static SqliteDialect() => SQLitePCL.Batteries_V2.Init();

    /// <remarks>One row: in this process a statement costs little, and finding parameters costs the square of their number.</remarks>
    public override int MaxParametersPerStatement => 9;

    public override int Writers(int allowed) => 1;

    public override DbConnection Connect(string connectionString) => new SqliteConnection(connectionString);

    public override SemaphoreSlim WriterLock(string connectionString) => WriterLocks.GetOrAdd(connectionString, _ => new SemaphoreSlim(1, 1));

    public override Task PrepareAsync(DbConnection connection, CancellationToken token) =>
        connection.ExecuteAsync("PRAGMA journal_mode = WAL", token);

    public override string CreateJournal(JournalConfig config)
    {
        var journal = $"""
            CREATE TABLE IF NOT EXISTS [journal](
              [ordering] INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
              [created] BigInt NOT NULL,
              [deleted] Bit NOT NULL,
              [persistence_id] NVarChar(255) NOT NULL,
              [sequence_number] BigInt NOT NULL,
              [message] VarBinary NOT NULL,
              {(config.TagTable ? "" : "[tags] NVarChar(100) NULL,")}
              [manifest] NVarChar(500) NULL,
              [identifier] INTEGER NULL
              {(config.UseWriterUuidColumn ? ",[writer_uuid] NVarChar(128) NULL" : "")});
            CREATE UNIQUE INDEX IF NOT EXISTS journal_uq ON journal(persistence_id, sequence_number);
            CREATE INDEX IF NOT EXISTS journal_created_idx ON journal(created);
            CREATE INDEX IF NOT EXISTS journal_sequence_number_idx ON journal(sequence_number);
            """;
        const string tags = """
            CREATE TABLE IF NOT EXISTS [tags](
              [ordering_id] INTEGER NOT NULL,
              [tag] NVarChar(64) NOT NULL,
              [sequence_nr] INTEGER NOT NULL,
              [persistence_id] NVarChar(255) NOT NULL,
              CONSTRAINT [PK_tags] PRIMARY KEY([ordering_id], [tag]));
            CREATE INDEX IF NOT EXISTS tags_persistence_id_sequence_nr_idx ON tags(persistence_id, sequence_nr);
            CREATE INDEX IF NOT EXISTS tags_tag_idx ON tags(tag);
            """;
        return config.TagTable ? journal + tags : journal;
    }

    public override string CreateSnapshots() => """
        CREATE TABLE IF NOT EXISTS [snapshot](
          [persistence_id] NVarChar(255) NOT NULL,
          [sequence_number] BigInt NOT NULL,
          [created] BigInt NOT NULL,
          [snapshot] VarBinary NULL,
          [manifest] NVarChar(500) NULL,
          [serializer_id] INTEGER NULL,
          CONSTRAINT [PK_snapshot] PRIMARY KEY([persistence_id], [sequence_number]));
        CREATE INDEX IF NOT EXISTS snapshot_sequence_number_idx ON snapshot(sequence_number);
        CREATE INDEX IF NOT EXISTS snapshot_created_idx ON snapshot(created);
        """;

    public override bool IsDuplicate(DbException e) => e is SqliteException { SqliteErrorCode: ConstraintViolated };
}
