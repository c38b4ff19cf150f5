using System.Diagnostics;
using Npgsql;

namespace Akka.Persistence.Sql.Tests.Kit;

/// <summary>
/// A PostgreSQL server of the tests' own: its data in a temporary folder, reachable by a Unix socket in it alone. As root
/// it runs under the account <c>postgres</c>, for the server refuses to run as root.
/// </summary>
public sealed class PostgreSqlServer : IDisposable
{
    private static readonly string? Programs = FindPrograms();

    private readonly string _folder;
    private int _databases;

    public PostgreSqlServer()
    {
        _folder = Programs is null ? "" : Directory.CreateTempSubdirectory("akka-pg-").FullName;
        if (Programs is null)
            return;
        if (Environment.IsPrivilegedProcess)
            Run("chown", "postgres", _folder);
        RunAsOwner("initdb", "--pgdata", Data, "--username", "akka", "--auth", "trust", "--encoding", "UTF8", "--locale", "C");
        Start();
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Skips the test where PostgreSQL is not installed.</summary>
    /// <returns>The connection string of an empty database.</returns>
    public string NewDatabase()
    {
        Skip.If(Programs is null, "no initdb on the PATH or under /usr/lib/postgresql/*/bin: PostgreSQL is not installed");
        var name = $"test{Interlocked.Increment(ref _databases)}";
        // Not from a pool: the server may have been stopped meanwhile.
        using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        connection.Open();
        connection.Query($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    public void Start() => RunAsOwner(
        "pg_ctl", "start", "--wait", "--pgdata", Data, "--log", Path.Combine(_folder, "log"),
        "--options", $"-c listen_addresses= -c unix_socket_directories={_folder}");

    /// <summary>As a crash: connections break, nothing is flushed.</summary>
    public void Stop() => RunAsOwner("pg_ctl", "stop", "--wait", "--pgdata", Data, "--mode", "immediate");

    public void Dispose()
    {
        if (Programs is null)
            return;
        NpgsqlConnection.ClearAllPools();
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) => $"Host={_folder};Username=akka;Database={database}";

    private static string? FindPrograms()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var ofDebian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [];
        return ofDebian.Concat(onPath).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static void RunAsOwner(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        if (Environment.IsPrivilegedProcess)
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else
            Run(path, arguments);
    }

    // The server inherits what its starter has open, so nothing is read from a pipe that it would hold open for ever.
    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
