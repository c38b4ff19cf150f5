using System.Globalization;
using AkkaClip.Actors.Progress;
using AkkaClip.App.CommandLine;
using Spectre.Console;

namespace AkkaClip.App.Runs;

/// <summary>
/// Shows the events of a run as they come: a progress bar with the current figures on a terminal, a line an event where
/// the output is a file or a pipe, the events themselves under <c>--json</c>.
/// </summary>
internal sealed class RunDisplay(Output output)
{
    public async Task ShowAsync(IAsyncEnumerable<RunEvent> events)
    {
        if (output.IsJson || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            await foreach (var happened in events)
                Print(happened);
            return;
        }

        await AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask? bar = null;
                await foreach (var happened in events)
                {
                    if (happened is not RunEvent.Progressed record)
                    {
                        Print(happened);
                        continue;
                    }
                    bar ??= progress.AddTask("", maxValue: record.NumSteps);
                    bar.Description = Markup.Escape(Figures(record));
                    bar.Value = record.Step;
                }
            });
    }

    /// <summary>The figures of one record in one line.</summary>
    public static string Figures(RunEvent.Progressed record) => string.Create(CultureInfo.InvariantCulture,
        $"step {record.Step}/{record.NumSteps}  epoch {record.Epoch:F2}  loss {record.Loss:F4}  {record.SamplesPerSecond:F0} samples/s  lr {record.LearningRate:G3}  |g| {record.GradientNorm:G3}  scale {record.LogitScale:F1}  data wait {record.DataWaitShare:P0}");

    /// <summary>The figures of an evaluation in one line.</summary>
    public static string Results(RunEvent.Evaluated evaluated) =>
        string.Join("  ", evaluated.Results.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value:P1}")));

    private void Print(RunEvent happened)
    {
        output.Record(happened);
        if (Text(happened) is { } text)
            output.Line(text);
    }

    public static string? Text(RunEvent happened) => happened switch
    {
        RunEvent.Progressed record => Figures(record),
        RunEvent.StateChanged changed => $"{changed.Run}: {changed.State.ToString().ToLowerInvariant()} ({changed.Reason})",
        RunEvent.GenerationStarted generation =>
            $"generation {generation.Generation} from step {generation.FirstStep}: {string.Join(", ", generation.Trainers)} ({generation.Reason})",
        RunEvent.TakenOver taken => $"coordinator {taken.Term} leads the run: {taken.Reason}",
        RunEvent.StepAborted aborted => $"step {aborted.Step} is done again: {aborted.Reason}",
        RunEvent.TrainerLost lost => $"lost {lost.Trainer}: {lost.Reason}",
        RunEvent.TrainerReleased released => $"gave back {released.Trainer}: {released.Reason}",
        RunEvent.TrainerHealed healed => $"{healed.Trainer} took over the state of {healed.Source} and takes part from step {healed.Step}",
        RunEvent.ReplicaDiverged diverged => $"{diverged.Trainer} diverged at step {diverged.Step}: {diverged.Reason}",
        RunEvent.StepSkipped skipped => $"step {skipped.Step} skipped: {skipped.Reason}",
        RunEvent.CheckpointSaved saved => $"checkpoint of step {saved.Step} in {saved.Folder}",
        RunEvent.CheckpointFailed failed => $"no checkpoint at step {failed.Step}: {failed.Reason}",
        RunEvent.CheckpointRejected rejected => $"{rejected.Folder} is not used: {rejected.Reason}",
        RunEvent.ConfigurationChanged changed => $"{changed.Folder} was written under another configuration: {changed.Reason}",
        RunEvent.Evaluated evaluated =>
            $"{evaluated.Task} at step {evaluated.Step}: {Results(evaluated)}",
        RunEvent.EvaluationFailed failed => $"{failed.Task} at step {failed.Step} failed: {failed.Reason}{(failed.Retried ? "" : "; trying once more")}",
        RunEvent.LoaderFailed failed => $"a loader of {failed.Trainer} failed: {failed.Reason}",
        RunEvent.LoadersChanged changed =>
            $"batches come from {(changed.Nodes.IsEmpty ? "no node of role data" : string.Join(", ", changed.Nodes))} ({changed.Reason})",
        RunEvent.RecordingFailed failed => $"metrics were not written: {failed.Reason}",
        _ => null,
    };
}
