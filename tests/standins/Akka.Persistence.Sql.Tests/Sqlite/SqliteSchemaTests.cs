using Akka.Actor;
using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Sql.Tests.Sqlite;

/// <summary>The tables are those that Akka.Persistence.Sql 1.5 makes with its default mapping.</summary>
public sealed class SqliteSchemaTests : IDisposable
{
    // name, type, not null, place in the primary key
    private const string Journal = """
        ordering INTEGER 1 1
        created BigInt 1 0
        deleted Bit 1 0
        persistence_id NVarChar(255) 1 0
        sequence_number BigInt 1 0
        message VarBinary 1 0
        manifest NVarChar(500) 0 0
        identifier INTEGER 0 0
        writer_uuid NVarChar(128) 0 0
        """;

    private const string JournalWithTags = """
        ordering INTEGER 1 1
        created BigInt 1 0
        deleted Bit 1 0
        persistence_id NVarChar(255) 1 0
        sequence_number BigInt 1 0
        message VarBinary 1 0
        tags NVarChar(100) 0 0
        manifest NVarChar(500) 0 0
        identifier INTEGER 0 0
        """;

    private const string Tags = """
        ordering_id INTEGER 1 1
        tag NVarChar(64) 1 2
        sequence_nr INTEGER 1 0
        persistence_id NVarChar(255) 1 0
        """;

    private const string Snapshot = """
        persistence_id NVarChar(255) 1 1
        sequence_number BigInt 1 2
        created BigInt 1 0
        snapshot VarBinary 0 0
        manifest NVarChar(500) 0 0
        serializer_id INTEGER 0 0
        """;

    private readonly SqliteFile _file = new();

    [Fact]
    public async Task The_tables_have_the_columns_and_indexes_of_the_default_mapping()
    {
        await MakeTables("");
        Assert.Equal(Journal, Columns("journal"));
        Assert.Equal(Tags, Columns("tags"));
        Assert.Equal(Snapshot, Columns("snapshot"));
        Assert.Equal(
            """
            journal_created_idx created
            journal_sequence_number_idx sequence_number
            journal_uq unique persistence_id,sequence_number
            snapshot_created_idx created
            snapshot_sequence_number_idx sequence_number
            tags_persistence_id_sequence_nr_idx persistence_id,sequence_nr
            tags_tag_idx tag
            """,
            Indexes());
        Assert.Contains("AUTOINCREMENT", Text("SELECT sql FROM sqlite_master WHERE name = 'journal'"), StringComparison.Ordinal);
        Assert.Contains("CONSTRAINT [PK_tags] PRIMARY KEY", Text("SELECT sql FROM sqlite_master WHERE name = 'tags'"), StringComparison.Ordinal);
        Assert.Contains("CONSTRAINT [PK_snapshot] PRIMARY KEY", Text("SELECT sql FROM sqlite_master WHERE name = 'snapshot'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_as_text_are_a_column_and_the_writer_can_be_left_out()
    {
        await MakeTables("""
            akka.persistence.journal.sql {
              tag-write-mode = Csv
              default.journal.use-writer-uuid-column = false
            }
            """);
        Assert.Equal(JournalWithTags, Columns("journal"));
        Assert.Equal("", Columns("tags"));
    }

    [Fact]
    public async Task Tables_that_are_there_stay()
    {
        await MakeTables("");
        await MakeTables("");
        Assert.Equal(Journal, Columns("journal"));
    }

    public void Dispose() => _file.Dispose();

    private async Task MakeTables(string config)
    {
        using var system = ActorSystem.Create("tables", config + _file.Config);
        var done = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Scribe(new ScribeOptions("x", ActorRefs.Nobody) { OnRecovered = _ => done.SetResult() })));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await system.Terminate();
    }

    private string Columns(string table) => Text(
        $"SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || pk FROM pragma_table_info('{table}') ORDER BY cid");

    private string Indexes() => Text("""
        SELECT m.name || CASE WHEN m.sql LIKE 'CREATE UNIQUE%' THEN ' unique' ELSE '' END || ' ' || group_concat(i.name)
        FROM sqlite_master m, pragma_index_info(m.name) i WHERE m.type = 'index' AND m.sql IS NOT NULL GROUP BY m.name ORDER BY m.name
        """);

    private string Text(string sql)
    {
        using var connection = _file.Open();
        return connection.Query(sql, Environment.NewLine);
    }
}
