using Akka.Actor;
using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Kit;
using Npgsql;

namespace Akka.Persistence.Sql.Tests.PostgreSql;

/// <summary>The tables are those that Akka.Persistence.Sql 1.5 makes with its default mapping.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlSchemaTests(PostgreSqlFixture server)
{
    // name, type, nullable, how it is numbered
    private const string Journal = """
        ordering bigint NO {0}
        created bigint NO
        deleted boolean NO
        persistence_id text NO
        sequence_number bigint NO
        message bytea NO
        manifest text YES
        identifier integer YES
        writer_uuid text YES
        """;

    private const string Tags = """
        ordering_id bigint NO
        tag text NO
        sequence_nr bigint NO
        persistence_id text NO
        """;

    private const string Snapshot = """
        persistence_id text NO
        sequence_number bigint NO
        created bigint NO
        snapshot bytea YES
        manifest text YES
        serializer_id integer YES
        """;

    private const string Indexes = """
        PK_journal u:ordering
        PK_snapshot u:persistence_id,sequence_number
        PK_tags u:ordering_id,tag
        journal_created_idx created
        journal_sequence_number_idx sequence_number
        journal_uq u:persistence_id,sequence_number
        snapshot_created_idx created
        snapshot_sequence_number_idx sequence_number
        tags_persistence_id_sequence_nr_idx persistence_id,sequence_nr
        tags_tag_idx tag
        """;

    [SkippableTheory]
    [InlineData("PostgreSQL.15", "ALWAYS")]
    [InlineData("PostgreSQL", "nextval('journal_ordering_seq'::regclass)")]
    [InlineData("PostgreSQL.9.5", "nextval('journal_ordering_seq'::regclass)")]
    public async Task The_tables_have_the_columns_constraints_and_indexes_of_the_default_mapping(string provider, string numbered)
    {
        var connectionString = server.NewDatabase();
        await MakeTables(provider, connectionString);
        // A second time, when they are there.
        await MakeTables(provider, connectionString);

        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        Assert.Equal(Journal.Replace("{0}", numbered, StringComparison.Ordinal), Columns(connection, "journal"));
        Assert.Equal(Tags, Columns(connection, "tags"));
        Assert.Equal(Snapshot, Columns(connection, "snapshot"));
        Assert.Equal(Indexes, connection.Query(
            """
            SELECT c.relname || ' ' || CASE WHEN i.indisunique THEN 'u:' ELSE '' END || string_agg(a.attname, ',' ORDER BY a.attnum)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE i.indrelid IN ('journal'::regclass, 'tags'::regclass, 'snapshot'::regclass)
            GROUP BY c.relname, i.indisunique ORDER BY c.relname
            """,
            Environment.NewLine));
        Assert.Equal("u", connection.Query("SELECT contype::text FROM pg_constraint WHERE conname = 'journal_uq'"));
    }

    private static async Task MakeTables(string provider, string connectionString)
    {
        using var system = ActorSystem.Create("tables", SqlConfig.Of(provider, connectionString));
        var done = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Scribe(new ScribeOptions("x", ActorRefs.Nobody) { OnRecovered = _ => done.SetResult() })));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await system.Terminate();
    }

    private static string Columns(NpgsqlConnection connection, string table) => connection.Query(
        $"""
        SELECT concat_ws(' ', column_name, data_type, is_nullable, coalesce(identity_generation, column_default))
        FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position
        """,
        Environment.NewLine);
}
