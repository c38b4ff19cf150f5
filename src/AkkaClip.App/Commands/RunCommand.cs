using System.CommandLine;
using System.Globalization;
using AkkaClip.Actors.Runs;
using AkkaClip.App.Clients;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Runs;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip run</c>: starts runs, and looks at those of this machine or of a cluster.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        var command = new Command("run", "Trains by a run file, and looks at runs.") 
        {
            RunSubmitCommand.Build(), BuildList(), BuildShow(), BuildWatch(), RunVerifyCommand.Build(NameArgument(), RunsOption()),
        };
        foreach (var verb in RunControlCommand.Build())
            command.Subcommands.Add(verb);
        return command;
    }

    private static Command BuildList()
    {
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("list", "Lists the runs of a folder, or of a cluster.") { folder, json }
            .WithExamples("akkaclip run list", "akkaclip run list --runs /data/runs --json", "akkaclip run list --cluster control-1:4053");
        var cluster = new ClusterOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = Output.Of(parsed, json);
            if (cluster.Find(parsed) is { } client)
            {
                await using var connection = await ClusterConnection.OpenAsync(client, cancellation);
                var records = (await connection.ListAsync(cancellation)).Runs;
                output.Result(records, text => Describe([.. records.Select(record => (record, "-", "-"))], "the cluster", text));
                return ExitCode.Success;
            }
            var root = parsed.GetRequiredValue(folder);
            var runs = RunFolder.All(root);
            output.Result(runs.Select(run => run.Record), text => Describe([.. runs.Select(run => (run.Record, run.Steps, run.Loss))], root, text));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Describe(IReadOnlyList<(RunRecord Record, string Steps, string Loss)> runs, string where, Output output)
    {
        if (runs.Count == 0)
        {
            output.Line($"{where}: no runs; akkaclip run submit starts one");
            return;
        }
        output.Table(
            ["run", "state", "steps", "loss", "changed", "reason"],
            [.. runs.Select(run => new[]
            {
                run.Record.Name, run.Record.State.ToString().ToLowerInvariant(), run.Steps, run.Loss,
                Time(run.Record.ChangedAt), run.Record.Reason,
            })]);
    }

    private static Command BuildShow()
    {
        var name = NameArgument();
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("show", "Shows a run: its state, newest figures, evaluations and checkpoints.") { name, folder, json }
            .WithExamples("akkaclip run show flickr8k", "akkaclip run show flickr8k --cluster control-1:4053");
        var cluster = new ClusterOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = Output.Of(parsed, json);
            if (cluster.Find(parsed) is { } client)
            {
                await using var connection = await ClusterConnection.OpenAsync(client, cancellation);
                var record = await connection.FindAsync(parsed.GetRequiredValue(name), cancellation);
                output.Result(new { record }, text => Describe(record, text));
                return ExitCode.Success;
            }
            var run = RunFolder.Find(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
            output.Result(
                new { run.Record, run.LastProgress, run.LastEvaluations, run.Checkpoints },
                run.Describe);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>What the cluster says; the figures are in the run's folder, which this machine need not see.</summary>
    private static void Describe(RunRecord record, Output output) => output.Fields(
    [
        ("run", record.Name),
        ("folder", $"{record.Folder} (of the cluster)"),
        ("state", $"{record.State.ToString().ToLowerInvariant()} since {Time(record.ChangedAt)} ({record.Reason})"),
        ("submitted", Time(record.SubmittedAt)),
    ]);

    private static string Time(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);

    private static Command BuildWatch()
    {
        var name = NameArgument();
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("watch", "Follows a run of another process, or of a cluster, until it ends.") { name, folder, json }
            .WithExamples("akkaclip run watch flickr8k", "akkaclip run watch flickr8k --cluster control-1:4053");
        var cluster = new ClusterOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = Output.Of(parsed, json);
            if (cluster.Find(parsed) is { } client)
            {
                await using var connection = await ClusterConnection.OpenAsync(client, cancellation);
                using var watched = connection.Watch(parsed.GetRequiredValue(name));
                await RemoteSession.FollowAsync(parsed.GetRequiredValue(name), watched, output, cancellation);
                return ExitCode.Success;
            }
            var run = RunFolder.Find(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
            await new RunDisplay(output).ShowAsync(MetricsTail.FollowAsync(run.Folder, TimeProvider.System, cancellation));
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> NameArgument() => new("run") { Description = "The name of a run, or its folder on this machine." };

    private static Option<string> RunsOption() => new("--runs") { Description = "The folder that holds the runs.", DefaultValueFactory = _ => "runs" };
}
