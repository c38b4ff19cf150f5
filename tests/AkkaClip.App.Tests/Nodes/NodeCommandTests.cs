using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Nodes;

/// <summary>What a node says before it starts, and what it refuses: the built program as a process.</summary>
public sealed class NodeCommandTests : IDisposable
{
    private readonly NodeFolder _node = new();

    public void Dispose() => _node.Dispose();

    public static TheoryData<string[], string> Refusals => new()
    {
        { ["--roles", "control,taster"], "akkaclip.node.roles = [control, taster]: must be one or more of control, trainer, data, evaluator" },
        { ["--roles", "trainer"], "akkaclip.node.cluster.seeds = []: must be one host:port or more: only a node of role control starts a cluster" },
        { ["--roles", "control", "-D", "cluster.port=ten"], "akkaclip.node.cluster.port = ten: must be a whole number" },
        { ["--roles", "control", "--host", "no-such-host.invalid"], "akkaclip.node.cluster.host = no-such-host.invalid is no name that this machine knows" },
        { ["--roles", "control", "--host", "192.0.2.1"], "akkaclip.node.cluster.host = 192.0.2.1 (192.0.2.1) is no address of this machine" },
        { ["--roles", "control", "-D", "secret.file=off", "-D", "secret.variable=AKKACLIP_NOT_SET"], "set the environment variable AKKACLIP_NOT_SET" },
        { ["--roles", "control", "-D", "runs-directory=cluster.secret/runs", "-D", "persistence.file=a.db"], "cannot be written" },
        { ["--roles", "control", "-D", "persistence.file=cluster.secret"], "the SQLite database" },
        { ["--roles", "control", "-D", "persistence.provider=postgresql", "-D", "persistence.connection-string=Host=127.0.0.1;Port=1;Database=runs;Password=hidden"], "the PostgreSQL database runs at 127.0.0.1:1 cannot be reached" },
        { ["--roles", "control", "-D", "persistence.provider=postgresql", "-D", "persistence.connection-string=Hots=db"], "the PostgreSQL database (its connection string is not valid) cannot be reached" },
        { ["--roles", "control", "-D", "cluster.tls.certificate=cluster.secret"], "cluster.secret cannot be read" },
        { ["--roles", "control,trainer", "--device", "cuda:99"], "there is no cuda:99" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_cannot_work_is_refused_in_one_line(string[] arguments, string said)
    {
        var ended = await _node.CheckAsync(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(said, ended.Errors, StringComparison.Ordinal);
        Assert.StartsWith("akkaclip: ", ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Errors.Trim().Split('\n'));
        Assert.DoesNotContain("hidden", ended.Errors + ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var ended = await _node.CheckAsync("--roles", "control", "-D", $"cluster.port={port}");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"port {port} of 127.0.0.1 is taken", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_cannot_work_is_told_at_once()
    {
        var ended = await _node.CheckAsync(
            "--roles", "control,trainer", "--device", "cuda:99", "--host", "192.0.2.1", "-D", "persistence.file=cluster.secret", "-D", "runs-directory=cluster.secret/runs");

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("akkaclip: this node cannot start, for 4 reasons:", ended.Errors, StringComparison.Ordinal);
        foreach (var said in new[] { "cuda:99", "192.0.2.1", "SQLite", "runs-directory" })
            Assert.Contains(said, ended.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_secret_that_others_may_read_is_refused_and_never_shown()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes");
        _node.WriteSecret("hidden-from-everyone", UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var ended = await _node.CheckAsync("--roles", "control");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("may be read by others (mode 0440)", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", ended.Errors + ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_secret_is_refused()
    {
        _node.WriteSecret("too short", UnixFileMode.UserRead);

        var ended = await _node.CheckAsync("--roles", "control");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("akkaclip.node.secret = (9 letters): must be 16 letters or more", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_found_is_told()
    {
        _node.Write("node.conf", "akkaclip.node { name = the-node\n roles = [control, trainer]\n devices = [cpu, cpu]\n trainer-threads = 1 }");

        var ended = await _node.CheckAsync("--config", "node.conf");

        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.Empty(ended.Errors);
        foreach (var found in new[] { "the-node, roles control, trainer, akkaclip ", " cores, ", "cpu, cpu; one trainer each, 1 thread on a CPU", "127.0.0.1:any", "this node is the first of its cluster", "runs, writable, ", "SQLite, " })
            Assert.Contains(found, ended.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_node.Root, "runs", "akkaclip.db")));
    }

    [Fact]
    public async Task A_seed_that_does_not_answer_is_a_warning()
    {
        var ended = await _node.CheckAsync("--roles", "data", "--seed", "127.0.0.1:1");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("warning: seeds: nobody listens at 127.0.0.1:1 yet; this node goes on trying to join", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_has_examples_and_all_options()
    {
        var ended = await CommandLineProcess.RunAsync(_node.Root, "node", "--help");

        Assert.Equal(0, ended.ExitCode);
        foreach (var said in new[] { "--config", "--roles", "--seed", "--device", "--check", "AKKACLIP_SECRET", "akkaclip node --config hocon/nodes/seed.conf" })
            Assert.Contains(said, ended.Output, StringComparison.Ordinal);
    }
}
