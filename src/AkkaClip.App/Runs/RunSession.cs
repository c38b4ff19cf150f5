using AkkaClip.Actors.Parts;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.App.Reports;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Runs;

/// <summary>One run in an actor system of this process, shown while it goes on.</summary>
internal static class RunSession
{
    /// <summary>What an interruption does to a run.</summary>
    public const string Finishing = "Finishing the step and writing a checkpoint";

    /// <summary>Trains to the end, or until cancelled: then the step under way is finished and a checkpoint written.</summary>
    /// <exception cref="Core.Errors.UserErrorException">The run cannot be started.</exception>
    public static async Task<RunRegistry.RunEnded> RunAsync(RunConfiguration configuration, Output output, CancellationToken cancellation)
    {
        await using var claim = Claim(configuration.Run.Directory);
        await using var host = new RunHost(spec => new RunParts(spec, TimeProvider.System), config: configuration.ActorSystem);
        SavedRun.Write(configuration.Run);
        using var run = await host.SubmitAsync(configuration.Run, cancellation);
        await using var stop = cancellation.Register(() => _ = run.StopAsync("stopped by the user"));
        await new RunDisplay(output).ShowAsync(run.Events);
        var ended = await run.Completion;
        if (RunFolder.Find("", configuration.Run.Directory) is { LastProgress: not null } folder)
            output.Line($"report: {RunReport.Write(configuration.Run, folder, CancellationToken.None)}");
        output.Line($"{ended.Run}: {ended.State.ToString().ToLowerInvariant()} after {ended.NumSteps} steps ({ended.Reason})");
        if (ended.CheckpointFolder is { } checkpoint)
            output.Line($"checkpoint: {checkpoint}");
        return ended;
    }

    /// <summary>Two processes must not train in one folder: the system gives the lock back whatever ends its holder.</summary>
    private static FileStream Claim(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Directory.Exists(folder) && File.Exists(path))
        {
            throw new UserErrorException($"{folder} is in use by another process; wait for it, watch it by akkaclip run watch, or give this run another directory", e);
        }
    }

    public static int ExitCodeOf(RunRegistry.RunEnded ended) => ended.State switch
    {
        RunState.Completed => ExitCode.Success,
        RunState.Stopped => ExitCode.Interrupted,
        _ => ExitCode.Failure,
    };
}
