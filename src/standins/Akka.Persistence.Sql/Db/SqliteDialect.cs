using System.Data.Common;
using Akka.Persistence.Sql.Config;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Db;

/// <summary>SQLite by Microsoft.Data.Sqlite.</summary>
/// <remarks>
/// A database has one writer at a time. So the journal writes in one transaction at a time, with the more events in
/// each, and whoever finds the database locked waits. With the write-ahead log readers do not lock writers out.
/// </remarks>
internal sealed class SqliteDialect : SqlDialect
{
    private const int ConstraintViolated = 19;

    static SqliteDialect() => SQLitePCL.Batteries_V2.Init();

    public override int Writers(int allowed) => 1;

    public override DbConnection Connect(string connectionString) => new SqliteConnection(connectionString);

    public override async Task PrepareAsync(DbConnection connection, CancellationToken token)
    {
        // Below the call timeout of the journal's circuit breaker.
        await connection.ExecuteAsync("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;", token).ConfigureAwait(false);
    }

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
