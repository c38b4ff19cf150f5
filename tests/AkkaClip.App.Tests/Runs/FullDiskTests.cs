using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.App.Runs;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Runs;

/// <summary>A disk that is really full: nothing half-written stays, nothing that was there is lost, and a run goes on.</summary>
public sealed class FullDiskTests(ShapesFolder shapes) : IClassFixture<ShapesFolder>
{
    // A checkpoint of nano-32 with a vocabulary of 600 has 3 MiB, and the older one goes when a newer one is written.
    private const int RoomForOneCheckpoint = 5, RoomForMany = 40;

    [SkippableFact]
    public async Task A_checkpoint_that_does_not_fit_is_reported_and_a_later_one_is_written_when_there_is_space()
    {
        using var disk = SmallDisk.Mount(RoomForMany);
        disk.Fill(leaveMegabytes: RoomForOneCheckpoint);
        var folder = Path.Combine(disk.Root, "run");
        using var program = CommandLineProcess.Start(
            shapes.Root, ShapesFolder.Training(folder, "-D", "training.num-steps=100000", "-D", "checkpoint.keep-last=1"));
        await using var run = new RunFollower(folder, program);

        var first = await run.UntilAsync<RunEvent.CheckpointSaved>();
        var failed = await run.UntilAsync<RunEvent.CheckpointFailed>();
        Assert.Contains("No space left", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(first.Step, CheckpointStore.Verify(first.Folder).Step);
        Assert.True((await run.UntilAsync<RunEvent.Progressed>()).Step > failed.Step, "training stands still");
        disk.FreeBallast();
        var later = await run.UntilAsync<RunEvent.CheckpointSaved>();
        await program.InterruptAsync();
        var ended = await program.EndAsync();

        Assert.True(later.Step > failed.Step);
        Assert.Equal(130, ended.ExitCode);
        Assert.Contains($"no checkpoint at step {failed.Step}: ", ended.Output, StringComparison.Ordinal);
        var newest = RunFolder.Find("", folder).Checkpoints[0];
        Assert.True(CheckpointStore.Verify(newest).Step >= later.Step);
    }

    [SkippableFact]
    public async Task Data_that_do_not_fit_end_in_one_line_and_leave_nothing()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);

        await FailsAsync(disk, "data", "make", Path.Combine(disk.Root, "shapes"), "--samples", "2000");

        Assert.Empty(Directory.GetFileSystemEntries(disk.Root));
    }

    [SkippableFact]
    public async Task A_vocabulary_that_does_not_fit_ends_in_one_line_and_leaves_the_earlier_one()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        var vocabulary = Path.Combine(disk.Root, "vocabulary.txt.gz");
        File.WriteAllText(vocabulary, "the earlier one");
        disk.Fill(leaveMegabytes: 0);

        await FailsAsync(disk, "tokenizer", "train", "shapes/train/*.tar", "--size", "600", "--output", vocabulary);

        Assert.Equal("the earlier one", File.ReadAllText(vocabulary));
        Assert.Equal(["ballast", "vocabulary.txt.gz"], Directory.GetFiles(disk.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private async Task FailsAsync(SmallDisk disk, params string[] arguments)
    {
        var ended = await CommandLineProcess.RunAsync(shapes.Root, arguments);

        Assert.Equal(1, ended.ExitCode);
        var line = Assert.Single(ended.Errors.TrimEnd('\n').Split('\n'));
        Assert.StartsWith($"akkaclip: {disk.Root}", line, StringComparison.Ordinal);
        Assert.Contains("No space left", line, StringComparison.Ordinal);
        Assert.Contains("free space there", line, StringComparison.Ordinal);
    }
}
