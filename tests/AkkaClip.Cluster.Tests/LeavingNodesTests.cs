using AkkaClip.Actors.Progress;
using AkkaClip.App.Tests.Runs;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Cluster.Tests;

/// <summary>Nodes of a cluster of real processes that are told to leave by SIGTERM while a run trains.</summary>
public sealed class LeavingNodesTests(ShapesFolder shapes) : IClassFixture<ShapesFolder>, IDisposable
{
    private readonly ProcessCluster _cluster = new(shapes.Root);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Trainers_and_evaluators_leave_between_two_steps_and_commands_tell_what_is_going_on()
    {
        await _cluster.StartSeed("control", "control");
        var evaluator = await _cluster.Start("eval", "evaluator");
        await _cluster.Start("a", "trainer");
        var leaving = await _cluster.Start("b", "trainer");
        var watch = _cluster.Submit("left", "-D", "evaluation.every-steps=60");
        await using var run = new RunFollower(Path.Combine(_cluster.Root, "left"), watch);
        await run.UntilAsync<RunEvent.Evaluated>();
        await run.UntilAsync<RunEvent.CheckpointSaved>();

        // The folder remembers the runs of the other tests, too.
        var line = Assert.Single(await _cluster.Records("run", "list"), record => record.GetProperty("run").GetString() == "left");
        Assert.Equal("training", line.GetProperty("state").GetString());
        Assert.Equal([2, 1, 2, 0], new[] { "numTrainers", "minTrainers", "maxTrainers", "priority" }.Select(name => line.GetProperty(name).GetInt32()));
        Assert.True(line.GetProperty("step").GetInt64() > 0);
        Assert.True(double.IsFinite(line.GetProperty("loss").GetDouble()));
        Assert.Equal(32 * line.GetProperty("step").GetInt64(), line.GetProperty("numSamples").GetInt64());

        var watcher = _cluster.Run("run", "watch", "left", "--cluster", _cluster.Seed);
        await watcher.OutputContainsAsync("step ");
        await watcher.InterruptAsync();
        var interrupted = await watcher.EndAsync();
        Assert.Equal(130, interrupted.ExitCode);
        Assert.Contains("No longer watching; the run goes on", interrupted.Errors, StringComparison.Ordinal);

        await evaluator.TerminateAsync();
        await leaving.TerminateAsync();
        Assert.Equal(0, (await evaluator.EndAsync()).ExitCode);
        var left = await leaving.EndAsync();
        Assert.Equal(0, left.ExitCode);
        Assert.Contains("Finishing the step and leaving the cluster", left.Errors, StringComparison.Ordinal);
        Assert.Equal("node b is leaving", (await run.UntilAsync<RunEvent.TrainerReleased>()).Reason);
        Assert.Equal(["a-0000"], (await run.UntilAsync<RunEvent.GenerationStarted>()).Trainers.AsEnumerable());
        await run.UntilAsync<RunEvent.Evaluated>(); // by the trainer's node, for want of an evaluator

        var page = await _cluster.Command("run", "show", "left");
        foreach (var said in new[] { "a-0000 on a (cpu) (minimum 1, maximum 2, priority 0)", "complete, with all hashes", "takes what is to be remembered", "2 from step" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        await _cluster.Command("run", "cancel", "left");
        Assert.Contains("left: stopped (cancelled by a user)", (await watch.EndAsync()).Output, StringComparison.Ordinal);

        Assert.DoesNotContain(
            MetricsFiles.Read(Path.Combine(_cluster.Root, "left")),
            happened => happened is RunEvent.TrainerLost or RunEvent.StepAborted or RunEvent.TrainerHealed);
        await HasLostNothing("left");
        foreach (var verb in new[] { "run report", "run show", "checkpoint list" })
            Assert.Equal(0, (await CommandLineProcess.RunAsync(_cluster.Root, [.. verb.Split(' '), "left", "--runs", "."])).ExitCode);
    }

    [Fact]
    public async Task The_last_trainer_to_leave_saves_its_steps_for_the_next_one()
    {
        await _cluster.StartSeed("control", "control,evaluator");
        var only = await _cluster.Start("a", "trainer");
        var watch = _cluster.Submit("saved");
        await using var run = new RunFollower(Path.Combine(_cluster.Root, "saved"), watch);
        await run.UntilAsync<RunEvent.Progressed>();

        await only.TerminateAsync();
        Assert.Equal(0, (await only.EndAsync()).ExitCode);
        await run.UntilAsync<RunEvent.TrainerReleased>();
        await _cluster.Start("b", "trainer");
        await run.UntilAsync<RunEvent.GenerationStarted>();
        await run.UntilAsync<RunEvent.Progressed>();
        await _cluster.Command("run", "cancel", "saved");
        await watch.EndAsync();

        await HasLostNothing("saved");
        Assert.DoesNotContain(MetricsFiles.Read(Path.Combine(_cluster.Root, "saved")), happened => happened is RunEvent.TrainerLost or RunEvent.StepAborted);
    }

    [Fact]
    public async Task A_control_node_that_leaves_hands_over_and_who_watches_by_it_sees_why()
    {
        var leaving = await _cluster.StartSeed("control-1", "control");
        var port = LoopbackPort.Free();
        await _cluster.Start("control-2", "control", port);
        await _cluster.Start("a", "trainer");
        var submitted = _cluster.Submit("handed-over");
        await using var run = new RunFollower(Path.Combine(_cluster.Root, "handed-over"), submitted);
        await run.UntilAsync<RunEvent.CheckpointSaved>();
        var watch = _cluster.Run("run", "watch", "handed-over", "--cluster", _cluster.Seed, "--cluster", ProcessCluster.Endpoint(port));
        await watch.OutputContainsAsync("step ");
        await submitted.InterruptAsync();
        var interrupted = await submitted.EndAsync();
        Assert.Equal(130, interrupted.ExitCode);
        Assert.Contains("handed-over goes on in the cluster; akkaclip run watch handed-over follows it again", interrupted.Errors, StringComparison.Ordinal);

        await leaving.TerminateAsync();
        Assert.Equal(0, (await leaving.EndAsync()).ExitCode);
        var takeover = await run.UntilAsync<RunEvent.TakenOver>();
        Assert.Equal((2, "the registry of runs has moved to control-2"), (takeover.Term, takeover.Reason));
        await watch.OutputContainsAsync("coordinator 2 leads the run: the registry of runs has moved to control-2");
        await run.UntilAsync<RunEvent.Progressed>();
        var cancelled = await CommandLineProcess.RunAsync(_cluster.Root, "run", "cancel", "handed-over", "--cluster", ProcessCluster.Endpoint(port));
        Assert.True(cancelled.ExitCode == 0, cancelled.Errors);
        Assert.Contains("handed-over: stopped (cancelled by a user)", (await watch.EndAsync()).Output, StringComparison.Ordinal);

        await HasLostNothing("handed-over");
        Assert.DoesNotContain(
            MetricsFiles.Read(Path.Combine(_cluster.Root, "handed-over")),
            happened => happened is RunEvent.TrainerLost or RunEvent.TrainerHealed or RunEvent.StepAborted);
    }

    /// <summary>By the run's sample ledger.</summary>
    private async Task HasLostNothing(string run)
    {
        var audit = await CommandLineProcess.RunAsync(_cluster.Root, "run", "verify", run, "--runs", ".");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }
}
