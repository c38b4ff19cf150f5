using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Runs;
using AkkaClip.Core.Ledger;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Cluster.Tests;

/// <summary>A cluster of real processes, of which some are killed while they train.</summary>
/// <remarks>With logical shards the sums do not depend on who computes them: the run ends with the bits of an undisturbed one.</remarks>
public sealed class KilledNodesTests : IClassFixture<ShapesFolder>, IDisposable
{
    private readonly ShapesFolder _shapes;
    private readonly List<CommandLineProcess> _nodes = [];
    private readonly string _seed = $"127.0.0.1:{LoopbackPort.Free()}";

    public KilledNodesTests(ShapesFolder shapes)
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
    public async Task A_killed_trainer_costs_no_step_and_comes_back_healed()
    {
        await TrainAlone("alone");
        await Start("control", "control,evaluator", _seed.Split(':')[1]);
        await Start("a", "trainer");
        var victim = await Start("b", "trainer");
        using var watch = Submit("healed");
        using var log = new RunLog(FolderOf("healed"), CancellationToken.None);

        var (saved, _) = await log.UntilAsync<RunEvent.CheckpointSaved>(0);
        victim.Kill();
        var (lost, _) = await log.UntilAsync<RunEvent.TrainerLost>(saved, happened => happened.Trainer == "b-0000");
        await log.UntilAsync<RunEvent.GenerationStarted>(lost, started => started.Trainers is ["a-0000"]);
        await Control("pause", "healed"); // so that it does not end before the other is back
        await Start("b", "trainer");
        await log.UntilAsync<RunEvent.TrainerHealed>(lost, healed => healed.Trainer == "b-0000");
        await Control("resume", "healed");

        var ended = await watch.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
        Assert.Equal(Losses("alone"), Losses("healed"));
        Assert.Equal(Weights("alone"), Weights("healed"));
        Verify("healed");
    }

    [Fact]
    public async Task A_run_outlives_the_process_of_its_coordinator()
    {
        await TrainAlone("without-takeover");
        var victim = await Start("control-1", "control", _seed.Split(':')[1]);
        await Start("control-2", "control");
        await Start("a", "trainer");
        await Start("b", "trainer");
        using var watch = Submit("taken-over");
        using var log = new RunLog(FolderOf("taken-over"), CancellationToken.None);

        await log.UntilAsync<RunEvent.CheckpointSaved>(0);
        victim.Kill();
        await log.UntilAsync<RunEvent.StateChanged>(0, changed => changed.State == RunState.Completed);

        Assert.Equal(Weights("without-takeover"), Weights("taken-over"));
        Assert.Equal(0, Commits.NumLost(log.Events));
        foreach (var (step, loss) in Losses("taken-over"))
            Assert.Equal(Losses("without-takeover")[step], loss);
        Verify("taken-over");
    }

    /// <summary>Long enough that a command reaches the run while it trains.</summary>
    private static string[] Settings { get; } = ["-D", "training.logical-shards=4", "-D", "training.num-steps=300", "-D", "checkpoint.every-steps=50"];

    private async Task TrainAlone(string directory)
    {
        var ended = await CommandLineProcess.RunAsync(_shapes.Root, ShapesFolder.Training(directory, [.. Settings, "-D", "trainers.threads=1"]));
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
    }

    private CommandLineProcess Submit(string name) => CommandLineProcess.Start(
        _shapes.Root,
        ["run", "submit", "run.conf", "-D", $"name={name}", "-D", $"directory={name}", "-D", "trainers.count=2", .. Settings, .. Client]);

    private async Task Control(string verb, string run)
    {
        var ended = await CommandLineProcess.RunAsync(_shapes.Root, ["run", verb, run, .. Client]);
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
    }

    private string[] Client => ["--cluster", _seed];

    private async Task<CommandLineProcess> Start(string name, string roles, string port = "0")
    {
        var node = CommandLineProcess.Start(
            _shapes.Root,
            ["node", "--name", name, "--roles", roles, "--port", port, "--seed", _seed, "-D", "trainer-threads=1", "-D", "secret.file=cluster.secret", "-D", "runs-directory=."]);
        _nodes.Add(node);
        await node.OutputContainsAsync($"{name} has started");
        return node;
    }

    private string FolderOf(string run) => Path.Combine(_shapes.Root, run);

    /// <summary>Every step is recorded once, with the samples that it is to have.</summary>
    private void Verify(string run)
    {
        var audit = LedgerAudit.Of(LedgerFile.Read(FolderOf(run)), savedSteps: 300);
        Assert.True(audit is { IsClean: true, NumSteps: 300, NumRedone: 0 }, $"{audit} {string.Join("; ", audit.Problems)}");
    }

    private IReadOnlyDictionary<long, double> Losses(string run) => Commits.Losses(MetricsFiles.Read(FolderOf(run)));

    private byte[] Weights(string run)
    {
        var store = new CheckpointStore(FolderOf(run), TimeProvider.System);
        return File.ReadAllBytes(Path.Combine(store.FolderOf(store.Steps()[0]), "open_clip_model.safetensors"));
    }
}
