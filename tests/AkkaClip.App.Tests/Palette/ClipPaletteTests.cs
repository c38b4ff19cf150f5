using System.Diagnostics;
using System.Globalization;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Palette;

/// <summary>What operators do with <c>ops/pbm</c>, on real nodes with a real run.</summary>
public sealed class ClipPaletteTests : IClassFixture<ShapesFolder>, IDisposable
{
    private readonly ShapesFolder _shapes;
    private readonly List<CommandLineProcess> _processes = [];
    private readonly string _seed = $"127.0.0.1:{LoopbackPort.Free()}";
    private readonly int _port = LoopbackPort.Free();
    private readonly string _runs = "runs-" + Path.GetRandomFileName();
    private readonly Pbm _pbm;

    public ClipPaletteTests(ShapesFolder shapes)
    {
        (_shapes, _pbm) = (shapes, new Pbm(_port));
        var secret = Path.Combine(shapes.Root, "cluster.secret");
        File.WriteAllText(secret, "a secret of the tests");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        foreach (var process in _processes)
            process.Dispose();
    }

    [SkippableFact]
    public async Task A_cluster_without_runs_says_so_and_mistakes_are_one_line()
    {
        Pbm.Require();
        await Seed();

        Assert.Equal("the cluster: no runs; akkaclip run submit starts one", await _pbm.DoAsync("clip", "runs"));
        Assert.Matches(@"\nseed +\S+ +0 +yes +-", await _pbm.UntilAsync("seed", "clip", "trainers")); // once it has said what it lends
        Assert.Contains($"@{_seed} | [control,evaluator] | up |", await _pbm.DoAsync("cluster", "show"), StringComparison.Ordinal);
        Assert.Contains("clip drain -a ADDRESS", await _pbm.DoAsync("help", "clip"), StringComparison.Ordinal);
        Assert.Contains("/user/runs-proxy", await _pbm.DoAsync("actor", "hierarchy"), StringComparison.Ordinal);

        Assert.Equal("pbm: no run is under way; name one by -r: there is none", await _pbm.FailAsync("clip", "pause"));
        Assert.StartsWith("pbm: there is no run nothing", await _pbm.FailAsync("clip", "run", "-r", "nothing"), StringComparison.Ordinal);
        Assert.StartsWith("pbm: there is no run nothing", await _pbm.FailAsync("clip", "tail", "-r", "nothing"), StringComparison.Ordinal);
        Assert.StartsWith("pbm: there is no member nowhere:1; there are", await _pbm.FailAsync("clip", "drain", "-a", "nowhere:1"), StringComparison.Ordinal);
        Assert.Contains("is the node that you talk to", await _pbm.FailAsync("clip", "evict", "-a", _seed), StringComparison.Ordinal);
        Assert.Equal("pbm: clip runs takes no switches, and got '-x'", await _pbm.FailAsync("clip", "runs", "-x", "1"));
        Assert.Equal("pbm: clip has no command 'rusn'; did you mean runs?", await _pbm.FailAsync("clip", "rusn"));

        var second = await CommandLineProcess.RunAsync(_shapes.Root, ["node", "--check", .. Node("second", "control", "0"), "-D", $"pbm.port={_port}"]);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("akkaclip.node.pbm.port", second.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Operators_follow_a_run_and_move_its_trainers()
    {
        Pbm.Require();
        await Seed();
        await Start("a", "trainer", "0");
        await Start("b", "trainer", "0");
        _processes.Add(CommandLineProcess.Start(
            _shapes.Root,
            "run", "submit", "run.conf", "-D", "name=looked-after", "-D", "trainers.count=2", "-D", "training.num-steps=1000000", "-D", "checkpoint.every-steps=0", "--cluster", _seed));
        await _pbm.UntilAsync("samples/s", "clip", "throughput", "-r", "looked-after");
        await _pbm.UntilAsync("a-0000 b-0000", "clip", "generation");
        Assert.Contains("looked-after  training", await _pbm.DoAsync("clip", "runs"), StringComparison.Ordinal);
        var trainers = await _pbm.DoAsync("clip", "trainers");
        Assert.Contains("a-0000:looked-after", trainers, StringComparison.Ordinal);

        using var tail = _pbm.Stream("clip", "tail");
        Assert.Contains("step", await UntilAsync(tail, "step"), StringComparison.Ordinal);
        Assert.Equal("looked-after pauses before its next step", await _pbm.DoAsync("clip", "pause"));
        await UntilAsync(tail, "paused");
        await _pbm.DoAsync("clip", "checkpoint");
        await UntilAsync(tail, "checkpoint of step");
        Assert.Equal("looked-after goes on", await _pbm.DoAsync("clip", "resume", "--run", "looked-after"));
        await UntilAsync(tail, "resumed");
        await _pbm.DoAsync("clip", "evaluate");
        await UntilAsync(tail, "retrieval at step");

        var address = trainers.Split('\n').Single(line => line.StartsWith("b ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.Contains("hosts no trainer any more", await _pbm.DoAsync("clip", "drain", "-a", address), StringComparison.Ordinal);
        await _pbm.UntilAsync("trainers    a-0000\n", "clip", "generation");
        Assert.Equal($"{address} is put out of the cluster", await _pbm.DoAsync("clip", "evict", "-a", address));
        await _pbm.UntilAsync("Count: 2 nodes", "cluster", "show");

        using var interrupt = Process.Start("kill", ["-INT", tail.Id.ToString(CultureInfo.InvariantCulture)]);
        await tail.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, tail.ExitCode);
    }

    private static async Task<string> UntilAsync(Process stream, string said)
    {
        while (await stream.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(120)) is { } line)
        {
            if (line.Contains(said, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"the stream ended without '{said}': {await stream.StandardError.ReadToEndAsync()}");
    }

    private Task Seed() => Start("seed", "control,evaluator", _seed.Split(':')[1], "-D", $"pbm.port={_port}");

    private async Task Start(string name, string roles, string port, params string[] more)
    {
        var node = CommandLineProcess.Start(_shapes.Root, ["node", .. Node(name, roles, port), .. more]);
        _processes.Add(node);
        await node.OutputContainsAsync($"{name} has started");
    }

    private string[] Node(string name, string roles, string port) =>
    [
        "--name", name, "--roles", roles, "--port", port, "--seed", _seed,
        "-D", "trainer-threads=1", "-D", "secret.file=cluster.secret", "-D", $"runs-directory={_runs}",
    ];
}
