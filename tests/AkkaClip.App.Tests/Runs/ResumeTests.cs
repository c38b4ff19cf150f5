using AkkaClip.Actors.Progress;
using AkkaClip.App.Runs;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Runs;

/// <summary>Real processes that are killed or interrupted in mid-epoch go on as if nothing had happened.</summary>
public sealed class ResumeTests(ShapesFolder shapes) : IClassFixture<ShapesFolder>
{
    [Fact]
    public async Task A_killed_run_goes_on_with_the_losses_of_one_that_was_not()
    {
        var whole = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("whole"));
        Assert.True(whole.ExitCode == 0, whole.Errors + whole.Output);

        using (var victim = CommandLineProcess.Start(shapes.Root, ShapesFolder.Training("killed")))
        {
            await using var run = Follow("killed", victim);
            await run.UntilAsync<RunEvent.CheckpointSaved>();
            victim.Kill();
        }
        var resumed = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("killed"));
        Assert.True(resumed.ExitCode == 0, resumed.Errors + resumed.Output);

        Assert.Equal(Losses("whole"), Losses("killed"));
        Assert.Equal(Weights("whole"), Weights("killed"));
        var verified = await CommandLineProcess.RunAsync(shapes.Root, "run", "verify", "killed");
        Assert.True(verified.ExitCode == 0, verified.Errors + verified.Output);
        Assert.Contains("every step was committed once", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_lacks_a_step_or_a_sample_is_told_with_exit_code_1()
    {
        var trained = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("audited", "-D", "training.num-steps=5"));
        Assert.True(trained.ExitCode == 0, trained.Errors + trained.Output);
        var path = LedgerFile.PathOf(Path.Combine(shapes.Root, "audited"));
        var lines = (await File.ReadAllLinesAsync(path)).ToList();
        Assert.Contains("\"step\":2,", lines[^3], StringComparison.Ordinal);
        lines[^1] = lines[^1].Replace("\"count\":", "\"count\":1", StringComparison.Ordinal);
        lines.RemoveAt(lines.Count - 3);
        await File.WriteAllLinesAsync(path, lines);

        var verified = await CommandLineProcess.RunAsync(shapes.Root, "run", "verify", "audited");

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("no record says that step 2 was committed", verified.Output, StringComparison.Ordinal);
        Assert.Contains("step 4 of generation 1 has", verified.Output, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Equal(2, (await CommandLineProcess.RunAsync(shapes.Root, "run", "verify", "audited")).ExitCode);
    }

    [Theory]
    [InlineData("interrupted")]
    [InlineData("terminated")]
    public async Task An_interrupted_run_writes_a_checkpoint_and_exits_with_130(string how)
    {
        using var program = CommandLineProcess.Start(shapes.Root, ShapesFolder.Training(how, "-D", "training.num-steps=100000", "-D", "checkpoint.every-steps=0"));
        await using (var follower = Follow(how, program))
            await follower.UntilAsync<RunEvent.Progressed>();
        if (how == "interrupted")
            await program.InterruptAsync();
        else
            await Task.WhenAll(program.TerminateAsync(), program.TerminateAsync()); // as timeout does
        var ended = await program.EndAsync();

        Assert.Equal(130, ended.ExitCode);
        var run = RunFolder.Find("", Path.Combine(shapes.Root, how));
        Assert.Equal(RunState.Stopped, run.Record.State);
        Assert.Single(run.Checkpoints);
    }

    [Fact]
    public async Task A_run_goes_on_where_its_folder_and_its_data_were_moved_to()
    {
        var trained = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("before"));
        Assert.True(trained.ExitCode == 0, trained.Errors + trained.Output);
        Directory.Move(Path.Combine(shapes.Root, "before"), Path.Combine(shapes.Root, "after"));
        Directory.CreateSymbolicLink(Path.Combine(shapes.Root, "elsewhere"), "shapes");

        var resumed = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("after", "-D", "data.paths=[\"elsewhere/train/*.tar\"]"));

        Assert.True(resumed.ExitCode == 0, resumed.Errors + resumed.Output);
        Assert.Empty(MetricsFiles.Read(Path.Combine(shapes.Root, "after")).OfType<RunEvent.ConfigurationChanged>());
        Assert.DoesNotContain("step 1/40", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_run_leaves_valid_checkpoints_results_and_figures()
    {
        var trained = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("finished", "-D", "training.num-steps=10"));
        Assert.True(trained.ExitCode == 0, trained.Errors + trained.Output);
        var run = RunFolder.Find("", Path.Combine(shapes.Root, "finished"));

        var verified = await CommandLineProcess.RunAsync(shapes.Root, "checkpoint", "verify", run.Checkpoints[0]);
        Assert.Equal(0, verified.ExitCode);
        var exported = await CommandLineProcess.RunAsync(shapes.Root, "checkpoint", "export", run.Checkpoints[0], "-o", "exported");
        Assert.True(exported.ExitCode == 0, exported.Errors);
        var evaluated = await CommandLineProcess.RunAsync(shapes.Root, "eval", "zeroshot", "exported", "shapes/test-seen/*.tar", "--template", "a {c}", "--json");
        Assert.True(evaluated.ExitCode == 0, evaluated.Errors);

        using var json = System.Text.Json.JsonDocument.Parse(evaluated.Output);
        var inTraining = run.LastEvaluations.Single(e => e.Task == "seen").Results["acc1"];
        Assert.Equal(inTraining, json.RootElement.GetProperty("metrics").GetProperty("acc1").GetDouble(), 1e-6);
        Assert.True(File.Exists(Path.Combine(run.Folder, "report.html")));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run.Folder, "tensorboard")));
    }

    /// <summary>The last word on every step: a killed process may have recorded steps that were done again.</summary>
    private SortedDictionary<long, double> Losses(string directory)
    {
        var losses = new SortedDictionary<long, double>();
        foreach (var record in MetricsFiles.Read(Path.Combine(shapes.Root, directory)).OfType<RunEvent.Progressed>())
            losses[record.Step] = record.Loss;
        return losses;
    }

    private byte[] Weights(string directory)
    {
        var run = RunFolder.Find("", Path.Combine(shapes.Root, directory));
        return File.ReadAllBytes(Path.Combine(run.Checkpoints[0], "open_clip_model.safetensors"));
    }

    private RunFollower Follow(string directory, CommandLineProcess program) => new(Path.Combine(shapes.Root, directory), program);
}
