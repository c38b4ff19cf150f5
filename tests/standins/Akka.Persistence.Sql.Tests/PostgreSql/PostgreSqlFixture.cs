using AkkaClip.TestSupport;
using Npgsql;

namespace Akka.Persistence.Sql.Tests.PostgreSql;

/// <summary>The server of these tests; where there can be none, they are skipped.</summary>
public sealed class PostgreSqlFixture : IDisposable
{
    private readonly PostgreSqlServer? _server = PostgreSqlServer.IsInstalled ? new PostgreSqlServer() : null;

    public string NewDatabase()
    {
        Skip.If(_server is null, PostgreSqlServer.WhyNot);
        return _server!.NewDatabase();
    }

    public void Start() => _server!.Start();

    public void Stop() => _server!.Stop();

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        _server?.Dispose();
    }
}
