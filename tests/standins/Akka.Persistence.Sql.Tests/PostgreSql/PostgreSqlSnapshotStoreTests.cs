using Akka.Persistence.Sql.Tests.Kit;
using Akka.Persistence.Tests.Contracts;

namespace Akka.Persistence.Sql.Tests.PostgreSql;

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlSnapshotStoreTests(PostgreSqlFixture server)
    : SnapshotStoreContract(SqlConfig.Of("PostgreSQL", server.NewDatabase()));
