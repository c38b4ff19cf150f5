using AkkaClip.Actors.Progress;
using AkkaClip.App.Runs;
using AkkaClip.App.Tests.Runs;
using AkkaClip.Core.Ledger;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Cluster.Tests;

/// <summary>A trainer and the processes that make its batches, of which one is killed and another one comes.</summary>
public sealed class KilledLoadersTests : IClassFixture<ShapesFolder>, IDisposable
{
    private readonly ShapesFolder _shapes;
    private readonly List<CommandLineProcess> _nodes = [];
    private readonly string _seed = $"127.0.0.1:{LoopbackPort.Free()}";

    public KilledLoadersTests(ShapesFolder shapes)
    {
        _shapes = shapes;
        var secret = Path.Combine(shapes.Root, "cluster.secret");
        File.WriteAllText(secret, "a secret of the tests");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Dispose();
    }

    [Fact]
    public async Task A_killed_loader_costs_nothing_but_its_batches_made_again_and_a_later_one_takes_its_place()
    {
        var alone = await CommandLineProcess.RunAsync(_shapes.Root, ShapesFolder.Training("alone", Settings));
        Assert.True(alone.ExitCode == 0, alone.Errors + alone.Output);
        await Start("control", "control", _seed.Split(':')[1]);
        await Start("a", "trainer");
        var victim = await Start("data-1", "data");
        await Start("data-2", "data");
        using var watch = CommandLineProcess.Start(
            _shapes.Root,
            ["run", "submit", "run.conf", "-D", "name=fed", "-D", "directory=fed", "-D", "trainers.count=1", "-D", "loaders.place=nodes", .. Settings, "--cluster", _seed]);
        await using var run = new RunFollower(Path.Combine(_shapes.Root, "fed"), watch);
        while (!(await run.UntilAsync<RunEvent.LoadersChanged>()).Nodes.SequenceEqual(["data-1", "data-2"]))
        {
            // one opens its data before the other
        }

        await run.UntilAsync<RunEvent.CheckpointSaved>();
        victim.Kill();
        Assert.StartsWith("node data-1: ", (await run.UntilAsync<RunEvent.LoaderFailed>()).Reason, StringComparison.Ordinal);
        await Control("pause"); // so that it does not end before the other is there
        await Start("data-3", "data");
        while (!(await run.UntilAsync<RunEvent.LoadersChanged>()).Nodes.Contains("data-3"))
        {
            // the lost one is taken from the list before or after
        }

        await Control("resume");

        var ended = await watch.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
        Assert.Equal(Losses("alone"), Losses("fed"));
        Assert.Equal(Weights("alone"), Weights("fed"));
        var audit = LedgerAudit.Of(LedgerFile.Read(Path.Combine(_shapes.Root, "fed")), savedSteps: 600);
        Assert.True(audit is { IsClean: true, NumSteps: 600, NumRedone: 0 }, $"{audit} {string.Join("; ", audit.Problems)}");
        Assert.DoesNotContain(MetricsFiles.Read(Path.Combine(_shapes.Root, "fed")), happened => happened is RunEvent.TrainerLost or RunEvent.StepSkipped);
    }

    /// <summary>Long enough that a command reaches the run while it trains; few enough threads that the bits are those of any machine.</summary>
    private static string[] Settings { get; } = ["-D", "trainers.threads=1", "-D", "training.num-steps=600", "-D", "checkpoint.every-steps=50", "-D", "checkpoint.keep-last=1"];

    private async Task Control(string verb)
    {
        var ended = await CommandLineProcess.RunAsync(_shapes.Root, ["run", verb, "fed", "--cluster", _seed]);
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
    }

    private async Task<CommandLineProcess> Start(string name, string roles, string port = "0")
    {
        var node = CommandLineProcess.Start(
            _shapes.Root,
            ["node", "--name", name, "--roles", roles, "--port", port, "--seed", _seed, "-D", "secret.file=cluster.secret", "-D", "runs-directory=."]);
        _nodes.Add(node);
        await node.OutputContainsAsync($"{name} has started");
        return node;
    }

    private Dictionary<long, double> Losses(string run) => MetricsFiles.Read(Path.Combine(_shapes.Root, run))
        .OfType<RunEvent.Progressed>()
        .ToDictionary(progress => progress.Step, progress => progress.Loss);

    private byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(
        RunFolder.Find("", Path.Combine(_shapes.Root, run)).Checkpoints[0], "open_clip_model.safetensors"));
}
