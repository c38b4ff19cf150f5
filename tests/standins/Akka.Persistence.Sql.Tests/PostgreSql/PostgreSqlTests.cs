namespace Akka.Persistence.Sql.Tests.PostgreSql;

/// <summary>Tests that share a server, one after the other.</summary>
[CollectionDefinition(Name)]
public class PostgreSqlTests : ICollectionFixture<PostgreSqlFixture>
{
    public const string Name = "PostgreSQL";
}
