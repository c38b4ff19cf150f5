using Akka.Actor;
using Akka.Persistence.Journal;
using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Contracts;
using Akka.Persistence.Tests.Kit;

namespace Akka.Persistence.Sql.Tests.Sqlite;

public sealed class CsvTagTests : PersistenceTestKit
{
    private readonly SqliteFile _file;

    public CsvTagTests()
        : this(new SqliteFile())
    {
    }

    private CsvTagTests(SqliteFile file)
        : base(TextSerializer.Config + "akka.persistence.journal.sql { tag-write-mode = Csv, tag-separator = \"|\" }\n" + file.Config) => _file = file;

    [Fact]
    public void Tags_are_text_between_separators()
    {
        var scribe = FreshScribe("csv");
        Write(scribe, "plain");
        scribe.Tell(new Act(me => me.Persist(new Tagged("tagged", ["blue"]), e => me.Say($"written {e.Payload}"))));
        ExpectMsg("written tagged", Patience);
        using (var connection = _file.Open())
            Assert.Equal(";|blue|", connection.Query("SELECT tags FROM journal ORDER BY ordering"));
        Reincarnate(scribe, "csv");
        ExpectAll("replayed plain", "replayed tagged", "recovered at 2");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _file.Dispose();
    }
}
