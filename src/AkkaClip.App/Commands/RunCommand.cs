using System.CommandLine;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.App.Runs;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip run</c>: starts a run in this process, and looks at the runs on this machine.</summary>
internal static class RunCommand
{
    public static Command Build() => new Command("run", "Trains by a run file, and looks at runs.") { BuildSubmit(), BuildList(), BuildShow(), BuildWatch() };

    private static Command BuildSubmit()
    {
        var file = new Argument<string>("file") { Description = "The run's HOCON file." };
        var node = new Option<string?>("--node") { Description = "A node's HOCON file between the reference and the run." };
        var set = new Option<string[]>("-D", "--set") { Description = "Overrides a key: -D training.num-steps=500. May be repeated." };
        var json = Output.JsonOption();
        var command = new Command("submit", "Trains by a run file; goes on from the newest checkpoint where the run's folder has one.") { file, node, set, json }.WithExamples(
            "akkaclip run submit hocon/runs/flickr8k.conf",
            "akkaclip run submit hocon/runs/flickr8k.conf -D training.num-steps=200 -D trainers.count=1",
            "akkaclip run submit hocon/runs/emoji.conf --json > progress.jsonl");
        command.SetAction(async (parsed, cancellation) =>
        {
            var configuration = RunConfiguration.Load(parsed.GetRequiredValue(file), parsed.GetValue(set) ?? [], parsed.GetValue(node));
            var ended = await RunSession.RunAsync(configuration, Output.Of(parsed, json), cancellation);
            return RunSession.ExitCodeOf(ended);
        });
        return command;
    }

    private static Command BuildList()
    {
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("list", "Lists the runs of a folder.") { folder, json }.WithExamples("akkaclip run list", "akkaclip run list --runs /data/runs --json");
        command.SetAction(parsed =>
        {
            var root = parsed.GetRequiredValue(folder);
            var runs = RunFolder.All(root);
            Output.Of(parsed, json).Result(runs.Select(run => run.Record), output => Describe(runs, root, output));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Describe(IReadOnlyList<RunFolder> runs, string root, Output output)
    {
        if (runs.Count == 0)
        {
            output.Line($"{root}: no runs; akkaclip run submit starts one");
            return;
        }
        output.Table(
            ["run", "state", "steps", "loss", "changed", "reason"],
            [.. runs.Select(run => new[]
            {
                run.Record.Name, run.Record.State.ToString().ToLowerInvariant(), run.Steps, run.Loss,
                run.Record.ChangedAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture), run.Record.Reason,
            })]);
    }

    private static Command BuildShow()
    {
        var name = NameArgument();
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("show", "Shows a run: its state, newest figures, evaluations and checkpoints.") { name, folder, json }.WithExamples("akkaclip run show flickr8k");
        command.SetAction(parsed =>
        {
            var run = RunFolder.Find(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
            Output.Of(parsed, json).Result(
                new { run.Record, run.LastProgress, run.LastEvaluations, run.Checkpoints },
                run.Describe);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command BuildWatch()
    {
        var name = NameArgument();
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("watch", "Follows a run of another process until it ends.") { name, folder, json }.WithExamples("akkaclip run watch flickr8k");
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = RunFolder.Find(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
            await new RunDisplay(Output.Of(parsed, json)).ShowAsync(MetricsTail.FollowAsync(run.Folder, TimeProvider.System, cancellation));
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> NameArgument() => new("run") { Description = "The name of a run, or its folder." };

    private static Option<string> RunsOption() => new("--runs") { Description = "The folder that holds the runs.", DefaultValueFactory = _ => "runs" };
}
