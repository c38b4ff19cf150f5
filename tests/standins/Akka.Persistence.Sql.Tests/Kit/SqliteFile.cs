using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Tests.Kit;

/// <summary>A database in a folder of its own, gone with the test.</summary>
public sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akka-sqlite-");

    public string ConnectionString => $"Data Source={System.IO.Path.Combine(_folder.FullName, "akka.db")}";

    public string Config => SqlConfig.Of("SQLite.MS", ConnectionString);

    public SqliteConnection Open()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
