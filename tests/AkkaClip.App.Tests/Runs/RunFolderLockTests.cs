using AkkaClip.Actors.Progress;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Runs;

/// <summary>One run folder, two processes.</summary>
public sealed class RunFolderLockTests(ShapesFolder shapes) : IClassFixture<ShapesFolder>
{
    [Fact]
    public async Task A_second_process_is_refused_in_one_line_and_one_that_follows_a_killed_one_is_not()
    {
        using (var first = CommandLineProcess.Start(shapes.Root, ShapesFolder.Training("shared", "-D", "training.num-steps=100000")))
        {
            await using var run = new RunFollower(Path.Combine(shapes.Root, "shared"), first);
            await run.UntilAsync<RunEvent.CheckpointSaved>();

            var second = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("shared"));

            Assert.Equal(2, second.ExitCode);
            Assert.StartsWith("akkaclip: ", second.Errors, StringComparison.Ordinal);
            Assert.Contains("shared is in use by another process", second.Errors, StringComparison.Ordinal);
            Assert.Single(second.Errors.TrimEnd('\n').Split('\n'));
            Assert.Empty(second.Output);
            await run.UntilAsync<RunEvent.Progressed>(); // the first one was not disturbed
            first.Kill();
            await first.EndAsync();
        }

        var third = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training("shared"));

        Assert.Empty(third.Errors);
        Assert.Equal(0, third.ExitCode);
    }
}
