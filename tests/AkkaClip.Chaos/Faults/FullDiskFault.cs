using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Runs;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.Chaos.Faults;

/// <summary>The file system of the checkpoints is full until one of them could not be written.</summary>
internal sealed class FullDiskFault() : Fault("full-disk", "the checkpoints' disk is full; they are written later", TimeSpan.Zero)
{
    public override string? WhyNot => SmallDisk.WhyNot;

    public override async Task<Injection> RunAsync(Scene scene)
    {
        var disk = scene.Workplace.Disk!;
        var mark = scene.Log.Mark();
        var at = DateTimeOffset.UtcNow;
        disk.Fill(leaveMegabytes: 0);
        var first = await scene.NextCommitAsync(mark);
        var (failed, _) = await scene.Log.UntilAsync<RunEvent.CheckpointFailed>(mark, failure => failure.Reason.Contains("No space left", StringComparison.Ordinal));
        disk.FreeBallast();
        await scene.Log.UntilAsync<RunEvent.CheckpointSaved>(failed);
        return new Injection(Name, at, first.Time, mark);
    }
}
