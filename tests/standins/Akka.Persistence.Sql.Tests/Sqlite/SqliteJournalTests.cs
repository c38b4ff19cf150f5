using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Contracts;

namespace Akka.Persistence.Sql.Tests.Sqlite;

public sealed class SqliteJournalTests : JournalContract
{
    private readonly SqliteFile _file;

    public SqliteJournalTests()
        : this(new SqliteFile())
    {
    }

    private SqliteJournalTests(SqliteFile file)
        : base(file.Config) => _file = file;

    protected override bool Serializes => true;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _file.Dispose();
    }
}
