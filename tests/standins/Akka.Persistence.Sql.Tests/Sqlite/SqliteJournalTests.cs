using Akka.Persistence.Sql.Tests.Contracts;
using Akka.Persistence.Sql.Tests.Kit;

namespace Akka.Persistence.Sql.Tests.Sqlite;

public sealed class SqliteJournalTests : SqlJournalContract
{
    private readonly SqliteFile _file;

    public SqliteJournalTests()
        : this(new SqliteFile())
    {
    }

    private SqliteJournalTests(SqliteFile file)
        : base(file.Config) => _file = file;

    protected override string Query(string sql)
    {
        using var connection = _file.Open();
        return connection.Query(sql);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _file.Dispose();
    }
}
