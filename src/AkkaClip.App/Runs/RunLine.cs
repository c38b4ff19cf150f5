using System.Globalization;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.App.CommandLine;

namespace AkkaClip.App.Runs;

/// <summary>A run in a list: the same figures for people and for scripts. Null: not known, or nothing yet.</summary>
/// <param name="Run">Its name.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Step">Steps behind it.</param>
/// <param name="NumSteps">Steps of the whole run.</param>
/// <param name="NumSamples">Samples that it has seen.</param>
/// <param name="Loss">Of the newest record.</param>
/// <param name="SamplesPerSecond">Of the newest record, while it trains.</param>
/// <param name="NumTrainers">Trainers that it has.</param>
/// <param name="MinTrainers">With fewer it waits.</param>
/// <param name="MaxTrainers">More are of no use to it.</param>
/// <param name="Priority">Higher ones are served first.</param>
/// <param name="Generation">Counts the changes of its trainers.</param>
/// <param name="AgeSeconds">Since it was taken.</param>
/// <param name="Reason">Of its state.</param>
/// <param name="ChangedAt">Since when it has been in this state.</param>
/// <param name="Folder">Of everything that it writes.</param>
internal sealed record RunLine(
    string Run,
    RunState State,
    long? Step,
    long? NumSteps,
    long? NumSamples,
    double? Loss,
    double? SamplesPerSecond,
    int NumTrainers,
    int? MinTrainers,
    int? MaxTrainers,
    int? Priority,
    long? Generation,
    double AgeSeconds,
    string Reason,
    DateTimeOffset ChangedAt,
    string Folder)
{
    private const string Unknown = "-";

    private static readonly string[] s_header =
        ["run", "state", "step", "samples", "loss", "samples/s", "trainers", "min", "max", "priority", "generation", "age", "reason"];

    public static RunLine Of(RunStatus status)
    {
        var (progress, generation) = (status.Figures.Progress, status.Figures.Generation);
        var isTraining = status.State == RunState.Training;
        return new RunLine(
            status.Name,
            status.State,
            progress?.Step,
            progress?.NumSteps,
            progress?.NumSamples,
            progress?.Loss,
            isTraining ? progress?.SamplesPerSecond : null,
            status.Share is not null ? status.Trainers.Length : isTraining && generation is not null ? generation.Trainers.Length : 0,
            status.Share?.Minimum,
            status.Share?.Maximum,
            status.Share?.Priority,
            generation?.Generation,
            status.Age.TotalSeconds,
            status.Record.Reason,
            status.Record.ChangedAt,
            status.Record.Folder);
    }

    /// <summary>Shows runs as a table, or as a record each.</summary>
    /// <param name="where">Where the runs are, for a list without any.</param>
    public static void Show(IReadOnlyList<RunStatus> runs, string where, Output output)
    {
        var lines = runs.Select(Of).ToList();
        foreach (var line in lines)
            output.Record(line);
        if (lines.Count == 0)
            output.Line($"{where}: no runs; akkaclip run submit starts one");
        else
            output.Table(s_header, [.. lines.Select(line => line.Cells())]);
    }

    private string[] Cells() =>
    [
        Run,
        State.ToString().ToLowerInvariant(),
        Step is null ? Unknown : string.Create(CultureInfo.InvariantCulture, $"{Step}/{NumSteps}"),
        Number(NumSamples, "N0"),
        Number(Loss, "F4"),
        Number(SamplesPerSecond, "F0"),
        Number(NumTrainers, "D"),
        Number(MinTrainers, "D"),
        Number(MaxTrainers, "D"),
        Number(Priority, "D"),
        Number(Generation, "D"),
        Age.Text(TimeSpan.FromSeconds(AgeSeconds)),
        Reason,
    ];

    private static string Number(IFormattable? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? Unknown;
}
