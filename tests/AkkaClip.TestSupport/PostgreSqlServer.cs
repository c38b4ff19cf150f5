using System.Diagnostics;

namespace AkkaClip.TestSupport;

/// <summary>
/// A PostgreSQL server of a test's own: its data in a temporary folder, reachable by a Unix socket in it alone. As root
/// it runs under the account <c>postgres</c>, for the server refuses to run as root.
/// </summary>
public sealed class PostgreSqlServer : IDisposable
{
    /// <summary>Why there can be no server, where there can be none.</summary>
    public const string WhyNot = "no initdb on the PATH or under /usr/lib/postgresql/*/bin: PostgreSQL is not installed";

    private static readonly string? Programs = FindPrograms();

    private readonly string _folder;
    private int _databases;
    private bool _runs;

    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or a program of it failed.</exception>
    public PostgreSqlServer()
    {
        if (!IsInstalled)
            throw new InvalidOperationException(WhyNot);
        _folder = Directory.CreateTempSubdirectory("akka-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
            Run("chown", "postgres", _folder);
        RunAsOwner("initdb", "--pgdata", Data, "--username", "akka", "--auth", "trust", "--encoding", "UTF8", "--locale", "C");
        Start();
    }

    public static bool IsInstalled => Programs is not null;

    private string Data => Path.Combine(_folder, "data");

    /// <returns>The connection string of an empty database.</returns>
    public string NewDatabase()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        RunAsOwner("createdb", "--host", _folder, "--username", "akka", name);
        return $"Host={_folder};Username=akka;Database={name}";
    }

    public void Start()
    {
        RunAsOwner(
            "pg_ctl", "start", "--wait", "--pgdata", Data, "--log", Path.Combine(_folder, "log"),
            "--options", $"-c listen_addresses= -c unix_socket_directories={_folder}");
        _runs = true;
    }

    /// <summary>As a crash: connections break, nothing is flushed.</summary>
    public void Stop()
    {
        _runs = false;
        RunAsOwner("pg_ctl", "stop", "--wait", "--pgdata", Data, "--mode", "immediate");
    }

    public void Dispose()
    {
        if (_runs)
            Stop();
        Directory.Delete(_folder, recursive: true);
    }

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
