using AkkaClip.Actors.Parts;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Configuration;

namespace AkkaClip.App.Runs;

/// <summary>One run in an actor system of this process, shown while it goes on.</summary>
internal static class RunSession
{
    /// <summary>Trains to the end, or until cancelled: then the step under way is finished and a checkpoint written.</summary>
    /// <exception cref="Core.Errors.UserErrorException">The run cannot be started.</exception>
    public static async Task<RunRegistry.RunEnded> RunAsync(RunConfiguration configuration, Output output, CancellationToken cancellation)
    {
        var settings = new RunRegistrySettings { CreateParts = spec => new RunParts(spec, TimeProvider.System) };
        await using var host = new RunHost(settings, configuration.ActorSystem);
        Directory.CreateDirectory(configuration.Run.Directory);
        await File.WriteAllTextAsync(Path.Combine(configuration.Run.Directory, RunConfiguration.SavedFileName), configuration.ToJson(), cancellation);
        using var run = await host.SubmitAsync(configuration.Run, cancellation);
        await using var stop = cancellation.Register(() => _ = run.StopAsync("stopped by the user"));
        await new RunDisplay(output).ShowAsync(run.Events);
        var ended = await run.Completion;
        output.Line($"{ended.Run}: {ended.State.ToString().ToLowerInvariant()} after {ended.NumSteps} steps ({ended.Reason})");
        if (ended.CheckpointFolder is { } checkpoint)
            output.Line($"checkpoint: {checkpoint}");
        return ended;
    }

    public static int ExitCodeOf(RunRegistry.RunEnded ended) => ended.State switch
    {
        RunState.Completed => ExitCode.Success,
        RunState.Stopped => ExitCode.Interrupted,
        _ => ExitCode.Failure,
    };
}
