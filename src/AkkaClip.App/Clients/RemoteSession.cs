using AkkaClip.Actors.Progress;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Runs;

namespace AkkaClip.App.Clients;

/// <summary>A run of a cluster, shown here while it goes on there.</summary>
internal static class RemoteSession
{
    /// <summary>Shows a run until it ends, or until cancelled; the run goes on then.</summary>
    /// <returns>The exit code: whether the run was completed.</returns>
    public static async Task<int> FollowAsync(string name, RemoteRun run, Output output, CancellationToken cancellation)
    {
        await run.Accepted.WaitAsync(cancellation);
        await new RunDisplay(output).ShowAsync(run.EventsAsync(cancellation));
        var outcome = await run.Outcome.WaitAsync(cancellation);
        output.Line($"{name}: {outcome.State.ToString().ToLowerInvariant()} ({outcome.Reason})");
        if (outcome.CheckpointFolder is { } checkpoint)
            output.Line($"checkpoint: {checkpoint}");
        return outcome.State == RunState.Completed ? ExitCode.Success : ExitCode.Failure;
    }
}
