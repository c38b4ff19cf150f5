using System.Globalization;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Runs;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Palette;

/// <summary>What <c>clip</c> says of runs, and has the registry do with them. Every answer is text, a record a line.</summary>
/// <param name="registry">The way to it.</param>
internal sealed class ClipRuns(ActorSelection registry)
{
    public const string Silence = "the registry of runs does not answer: is a node of role control among the members? See cluster show";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task<string> ListAsync()
    {
        var list = await AskAsync<RunRegistry.RunList>(new RunRegistry.GetRuns());
        return Written(output => RunLine.Show(list.Runs, "the cluster", output));
    }

    public async Task<string> ShowAsync(string? asked)
    {
        var found = await FindAsync(asked);
        return Written(output => RunPage.Show(found.Status, found.Journal, output));
    }

    public async Task<string> GenerationAsync(string? asked)
    {
        var status = (await FindAsync(asked)).Status;
        if (status.Figures.Generation is not { } generation)
            return $"{status.Name} has had no generation yet: {status.Record.Reason}";
        return Written(output => output.Fields(
        [
            ("run", status.Name),
            ("generation", generation.Generation.ToString(CultureInfo.InvariantCulture)),
            ("from step", generation.FirstStep.ToString(CultureInfo.InvariantCulture)),
            ("trainers", string.Join(" ", generation.Trainers)),
            ("reason", generation.Reason),
        ]));
    }

    public async Task<string> ThroughputAsync(string? asked)
    {
        var status = (await FindAsync(asked)).Status;
        if (status.Figures.Progress is not { } progress)
            return $"{status.Name} has recorded no step yet: {status.Record.Reason}";
        return Written(output => output.Fields(
        [
            ("run", status.Name),
            ("state", status.State.ToString().ToLowerInvariant()),
            ("step", string.Create(CultureInfo.InvariantCulture, $"{progress.Step}/{progress.NumSteps}")),
            ("samples/s", progress.SamplesPerSecond.ToString("F1", CultureInfo.InvariantCulture)),
            ("trainers", progress.NumTrainers.ToString(CultureInfo.InvariantCulture)),
            ("data wait", progress.DataWaitShare.ToString("P1", CultureInfo.InvariantCulture)),
            .. progress.PhaseSeconds.Select(phase => ($"{phase.Key} ms", (1000 * phase.Value).ToString("F1", CultureInfo.InvariantCulture))),
        ]));
    }

    /// <summary>Has the registry do something with a run.</summary>
    public async Task<string> CommandAsync(string? asked, Func<string, object> command, string done)
    {
        var run = await NameAsync(asked);
        await AskAsync<RunRegistry.RunAccepted>(command(run));
        return $"{run} {done}";
    }

    /// <summary>The name of the run that is meant.</summary>
    /// <exception cref="UserErrorException">None is named, and there is not just one under way.</exception>
    public async Task<string> NameAsync(string? asked)
    {
        if (asked is not null)
            return asked;
        var list = await AskAsync<RunRegistry.RunList>(new RunRegistry.GetRuns());
        var names = list.Runs.Where(run => !run.State.IsFinal()).Select(run => run.Name).ToList();
        return names is [var only] ? only : throw new UserErrorException(names.Count == 0
            ? $"no run is under way; name one by {ClipCommands.RunSwitch}: {string.Join(", ", list.Runs.Select(run => run.Name).DefaultIfEmpty("there is none"))}"
            : $"{names.Count} runs are under way; name one by {ClipCommands.RunSwitch}: {string.Join(", ", names)}");
    }

    private async Task<RunRegistry.RunFound> FindAsync(string? asked) => await AskAsync<RunRegistry.RunFound>(new RunRegistry.GetRun(await NameAsync(asked)));

    /// <exception cref="UserErrorException">The registry refuses, or cannot know yet.</exception>
    public async Task<T> AskAsync<T>(object query) => await registry.Ask<object>(query, s_patience) switch
    {
        RunRegistry.RunRefused refused => throw new UserErrorException(refused.Reason),
        RunRegistry.RegistryWaits waits => throw new UserErrorException(waits.Reason),
        var answer => (T)answer,
    };

    public static string Written(Action<Output> write)
    {
        using var text = new StringWriter();
        write(new Output(text, json: false));
        return text.ToString().TrimEnd();
    }
}
