using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AkkaClip.Actors.Progress;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.App.Reports;
using AkkaClip.App.Runs;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Generation;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip quickstart</c>: data, tokenizer, training with two trainers, evaluation and report in one go.</summary>
internal static class QuickstartCommand
{
    /// <summary>The variable by which <c>quickstart.conf</c> finds its data.</summary>
    private const string DataVariable = "AKKACLIP_DATA";

    private const int VocabularySize = 1024;

    public static Command Build()
    {
        var folder = new Option<string>("--directory") { Description = "Where data/ and runs/ go.", DefaultValueFactory = _ => "." };
        var set = new Option<string[]>("-D", "--set") { Description = "Overrides a key of the run: -D training.num-steps=100. May be repeated." };
        var restart = new Option<bool>("--restart") { Description = "Delete the run of an earlier quickstart and train anew; the default goes on with it." };
        var json = Output.JsonOption();
        var command = new Command("quickstart", "Makes data, trains a small CLIP model with two trainers in this process, evaluates it: some minutes on 2 cores.") { folder, set, restart, json }
            .WithExamples("akkaclip quickstart", "akkaclip quickstart --restart -D trainers.count=1");
        InterruptionMeaning.Set(command, RunSession.Finishing);
        command.SetAction((parsed, cancellation) => RunAsync(
            Path.GetFullPath(parsed.GetRequiredValue(folder)), parsed.GetValue(set) ?? [], parsed.GetValue(restart), Output.Of(parsed, json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string root, string[] overrides, bool restart, Output output, CancellationToken cancellation)
    {
        var data = Path.Combine(root, "data");
        await MakeDataAsync(Path.Combine(data, "shapes"), output, cancellation);

        // The run's folder comes first, so that an override of the user's own wins.
        string[] all = [$"directory={Path.Combine(root, "runs", "quickstart")}", .. overrides];
        var configuration = RunConfiguration.Load(
            Path.Combine(AppContext.BaseDirectory, "hocon", "runs", "quickstart.conf"), all, nodeFile: null, root,
            name => name == DataVariable ? data : Environment.GetEnvironmentVariable(name));
        if (restart)
            DeleteRun(configuration.Run.Directory);

        output.Line($"Training {configuration.Run.Model.Config} with {configuration.Run.Trainers.Count} trainers; events are in {MetricsFiles.LinesPath(configuration.Run.Directory)}.");
        var ended = await RunSession.RunAsync(configuration, output, cancellation);
        if (ended.State != RunState.Completed)
            return RunSession.ExitCodeOf(ended);
        Summarize(configuration.Run, ended.CheckpointFolder, output);
        return ExitCode.Success;
    }

    private static Task MakeDataAsync(string folder, Output output, CancellationToken cancellation) => Task.Run(
        () =>
        {
            var options = new GenerationOptions();
            using (var progress = new ProgressLine(output, "pictures", (long)options.NumTrain + options.NumTestSeen + options.NumTestUnseen))
                DataSetMaker.Make(folder, options, progress: progress, cancellation: cancellation);
            output.Line($"Data: {folder}, {options.NumTrain} training pictures, {options.NumHeldOut} of 64 combinations of colour and shape held out.");

            var vocabulary = Path.Combine(folder, "vocabulary.txt.gz");
            if (!File.Exists(vocabulary))
                TokenizerCommand.Train(DataOptions.Shards([Path.Combine(folder, "train", "*.tar")], ["caption", "alternative_caption"]), VocabularySize, cancellation, out _).Write(vocabulary);
        },
        cancellation);

    private static void DeleteRun(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        if (Actors.Runs.RunRecord.Load(folder) is null)
            throw new UserErrorException($"{folder} holds no run of AkkaClip; it is not deleted");
        Directory.Delete(folder, recursive: true);
    }

    private static void Summarize(RunSpec spec, string? checkpoint, Output output)
    {
        var run = RunFolder.Find("", spec.Directory);
        var (first, last) = (run.Progress.First(), run.LastProgress!);
        using var process = Process.GetCurrentProcess();
        var summary = new Summary(
            first.Loss, last.Loss, last.NumSamples, run.LastEvaluations.ToDictionary(e => e.Task, e => e.Results),
            process.PeakWorkingSet64 / 1048576.0, checkpoint, MetricsFiles.LinesPath(run.Folder), RunReport.PathIn(run.Folder));
        output.Result(summary, summary.Describe);
    }

    /// <summary>What the quickstart came to.</summary>
    private sealed record Summary(
        double FirstLoss, double LastLoss, long NumSamples, IReadOnlyDictionary<string, System.Collections.Immutable.ImmutableSortedDictionary<string, double>> Evaluations,
        double PeakMemoryMegabytes, string? Checkpoint, string Metrics, string ReportFile)
    {
        public void Describe(Output output)
        {
            output.Line();
            output.Fields(
            [
                ("loss at the start", FirstLoss.ToString("F3", CultureInfo.InvariantCulture)),
                ("loss at the end", LastLoss.ToString("F3", CultureInfo.InvariantCulture)),
                ("samples", NumSamples.ToString("N0", CultureInfo.InvariantCulture)),
                ("zero-shot top-1, seen combinations", Percent("zero-shot-seen", "acc1")),
                ("zero-shot top-1, never seen", Percent("zero-shot-unseen", "acc1")),
                ("retrieval, image by caption", $"R@1 {Percent("retrieval-seen", "image_retrieval_recall@1")}  R@5 {Percent("retrieval-seen", "image_retrieval_recall@5")}"),
                ("retrieval, caption by image", $"R@1 {Percent("retrieval-seen", "text_retrieval_recall@1")}  R@5 {Percent("retrieval-seen", "text_retrieval_recall@5")}"),
                ("peak memory", string.Create(CultureInfo.InvariantCulture, $"{PeakMemoryMegabytes:N0} MiB")),
                ("checkpoint", Checkpoint ?? "none"),
                ("metrics", Metrics),
                ("report", ReportFile),
            ]);
        }

        private string Percent(string task, string metric) =>
            Evaluations.TryGetValue(task, out var results) && results.TryGetValue(metric, out var value) ? value.ToString("P1", CultureInfo.InvariantCulture) : "not evaluated";
    }
}
