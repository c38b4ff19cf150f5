using System.Globalization;
using System.Text.Json;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Cluster.Tests;

/// <summary>A cluster of real processes on loopback, in a folder with data, and the commands to look at it.</summary>
/// <remarks>Its nodes take nobody for lost who is merely slow: what tests wait for here is said, and not detected.</remarks>
internal sealed class ProcessCluster : IDisposable
{
    private readonly List<CommandLineProcess> _processes = [];
    private readonly int _seedPort = LoopbackPort.Free();

    public ProcessCluster(string root)
    {
        Root = root;
        var secret = Path.Combine(root, "cluster.secret");
        File.WriteAllText(secret, "a secret of the tests");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Of the data and of the runs.</summary>
    public string Root { get; }

    /// <summary>host:port of the first node.</summary>
    public string Seed => Endpoint(_seedPort);

    public static string Endpoint(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    public void Dispose()
    {
        foreach (var process in _processes)
            process.Dispose();
    }

    /// <summary>Starts the node that the others join by.</summary>
    public Task<CommandLineProcess> StartSeed(string name, string roles) => Start(name, roles, _seedPort);

    /// <summary>Starts a node, and waits until it is a member.</summary>
    public async Task<CommandLineProcess> Start(string name, string roles, int port = 0, params string[] more)
    {
        var node = Run(
            ["node", "--name", name, "--roles", roles, "--port", port.ToString(CultureInfo.InvariantCulture), "--seed", Seed, "-D", "trainer-threads=1",
            "-D", "secret.file=cluster.secret", "-D", "runs-directory=.", "-D", "data-plane.unix-sockets=off",
            "-D", "data-plane.progress-deadline=60 s", "-D", "limits.roll-call=30 s", "-D", "akka.cluster.failure-detector.acceptable-heartbeat-pause=60s", .. more]);
        await node.OutputContainsAsync($"{name} has started");
        return node;
    }

    /// <summary>Starts a command, which ends with the cluster.</summary>
    public CommandLineProcess Run(params string[] arguments)
    {
        var process = CommandLineProcess.Start(Root, arguments);
        _processes.Add(process);
        return process;
    }

    /// <summary>Gives the cluster a run that lasts until it is cancelled, and follows it.</summary>
    public CommandLineProcess Submit(string name, params string[] more) => Run(
        ["run", "submit", "run.conf", "-D", $"name={name}", "-D", $"directory={name}", "-D", "trainers.count=2", "-D", "training.num-steps=100000",
        "-D", "checkpoint.every-steps=50", .. more, "--cluster", Seed]);

    /// <summary>Has a verb do its work; returns what it printed.</summary>
    public async Task<string> Command(params string[] arguments)
    {
        var ended = await CommandLineProcess.RunAsync(Root, [.. arguments, "--cluster", Seed]);
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
        return ended.Output;
    }

    /// <summary>What a verb says to scripts, a record a line.</summary>
    public async Task<IReadOnlyList<JsonElement>> Records(params string[] arguments)
    {
        var output = await Command([.. arguments, "--json"]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }
}
