using System.Data.Common;
using Akka.Persistence.Sql.Config;
using Npgsql;

namespace Akka.Persistence.Sql.Db;

/// <summary>PostgreSQL by Npgsql.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    // CREATE ... IF NOT EXISTS of two nodes at the same time collide in the catalogue without it. Any number that
    // nobody else takes.
    private const string OneNodeAtATime = "SELECT pg_advisory_xact_lock(4703811990421);";

    private readonly bool _identityColumns;

    /// <param name="identityColumns">Numbers events by an identity column; otherwise by a serial.</param>
    public PostgreSqlDialect(bool identityColumns) => _identityColumns = identityColumns;

    /// <remarks>Half of what the protocol takes.</remarks>
    public override int MaxParametersPerStatement => 32_767;

    public override int Writers(int allowed) => allowed;

    public override DbConnection Connect(string connectionString) => new NpgsqlConnection(connectionString);

    public override SemaphoreSlim WriterLock(string connectionString) => null;

    public override Task PrepareAsync(DbConnection connection, CancellationToken token) => Task.CompletedTask;

    public override string CreateJournal(JournalConfig config)
    {
        var journal = $"""
            {OneNodeAtATime}
            CREATE TABLE IF NOT EXISTS journal(
              ordering {(_identityColumns ? "bigint GENERATED ALWAYS AS IDENTITY" : "bigserial")} NOT NULL,
              created bigint NOT NULL,
              deleted boolean NOT NULL,
              persistence_id text NOT NULL,
              sequence_number bigint NOT NULL,
              message bytea NOT NULL,
              {(config.TagTable ? "" : "tags text NULL,")}
              manifest text NULL,
              identifier int NULL,
              {(config.UseWriterUuidColumn ? "writer_uuid text NULL," : "")}
              CONSTRAINT "PK_journal" PRIMARY KEY(ordering));
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'journal_uq' AND conrelid = 'journal'::regclass) THEN
                ALTER TABLE journal ADD CONSTRAINT journal_uq UNIQUE(persistence_id, sequence_number);
              END IF;
            END $$;
            CREATE INDEX IF NOT EXISTS journal_created_idx ON journal(created);
            CREATE INDEX IF NOT EXISTS journal_sequence_number_idx ON journal(sequence_number);
            """;
        const string tags = """
            CREATE TABLE IF NOT EXISTS tags(
              ordering_id bigint NOT NULL,
              tag text NOT NULL,
              sequence_nr bigint NOT NULL,
              persistence_id text NOT NULL,
              CONSTRAINT "PK_tags" PRIMARY KEY(ordering_id, tag));
            CREATE INDEX IF NOT EXISTS tags_persistence_id_sequence_nr_idx ON tags(persistence_id, sequence_nr);
            CREATE INDEX IF NOT EXISTS tags_tag_idx ON tags(tag);
            """;
        return config.TagTable ? journal + tags : journal;
    }

    public override string CreateSnapshots() => $"""
        {OneNodeAtATime}
        CREATE TABLE IF NOT EXISTS snapshot(
          persistence_id text NOT NULL,
          sequence_number bigint NOT NULL,
          created bigint NOT NULL,
          snapshot bytea NULL,
          manifest text NULL,
          serializer_id int NULL,
          CONSTRAINT "PK_snapshot" PRIMARY KEY(persistence_id, sequence_number));
        CREATE INDEX IF NOT EXISTS snapshot_sequence_number_idx ON snapshot(sequence_number);
        CREATE INDEX IF NOT EXISTS snapshot_created_idx ON snapshot(created);
        """;

    public override bool IsDuplicate(DbException e) => e.SqlState == PostgresErrorCodes.UniqueViolation;
}
