using Akka.Persistence.Sql.Tests.Contracts;
using Akka.Persistence.Sql.Tests.Kit;
using Npgsql;

namespace Akka.Persistence.Sql.Tests.PostgreSql;

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlJournalTests : SqlJournalContract
{
    private readonly string _connectionString;

    public PostgreSqlJournalTests(PostgreSqlFixture server)
        : this(server.NewDatabase())
    {
    }

    private PostgreSqlJournalTests(string connectionString)
        : base(SqlConfig.Of("PostgreSQL.15", connectionString)) => _connectionString = connectionString;

    protected override string Query(string sql)
    {
        using var connection = new NpgsqlConnection(_connectionString);
        connection.Open();
        return connection.Query(sql);
    }
}
