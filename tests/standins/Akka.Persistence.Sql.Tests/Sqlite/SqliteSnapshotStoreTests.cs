using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Contracts;

namespace Akka.Persistence.Sql.Tests.Sqlite;

public sealed class SqliteSnapshotStoreTests : SnapshotStoreContract
{
    private readonly SqliteFile _file;

    public SqliteSnapshotStoreTests()
        : this(new SqliteFile())
    {
    }

    private SqliteSnapshotStoreTests(SqliteFile file)
        : base(file.Config) => _file = file;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _file.Dispose();
    }
}
