using System.CommandLine;
using System.Globalization;
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
            RunSubmitCommand.Build(), BuildList(), BuildShow(), BuildWatch(),
            RunVerifyCommand.Build(NameArgument(), RunsOption()), RunReportCommand.Build(NameArgument(), RunsOption()),
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
                var list = await connection.ListAsync(cancellation);
                RunLine.Show(list.Runs, "the cluster", output);
                if (list.Journal.AwaySince is { } since)
                    await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"warning: the cluster's database is away since {since:u}: {list.Journal.Reason}; training goes on, and {list.Journal.NumKept} events wait to be written"));
                return ExitCode.Success;
            }
            var root = parsed.GetRequiredValue(folder);
            RunLine.Show([.. RunFolder.All(root).Select(run => run.StatusAt(TimeProvider.System.GetUtcNow()))], root, output);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command BuildShow()
    {
        var name = NameArgument();
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("show", "Shows a run: its state and why, newest figures, trainers, checkpoint and evaluations.") { name, folder, json }
            .WithExamples("akkaclip run show flickr8k", "akkaclip run show flickr8k --cluster control-1:4053");
        var cluster = new ClusterOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = Output.Of(parsed, json);
            if (cluster.Find(parsed) is { } client)
            {
                await using var connection = await ClusterConnection.OpenAsync(client, cancellation);
                var found = await connection.FindAsync(parsed.GetRequiredValue(name), cancellation);
                RunPage.Show(found.Status, found.Journal, output);
                return ExitCode.Success;
            }
            var run = RunFolder.Find(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
            RunPage.Show(run.StatusAt(TimeProvider.System.GetUtcNow()), journal: null, output);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command BuildWatch()
    {
        var name = NameArgument();
        var folder = RunsOption();
        var json = Output.JsonOption();
        var command = new Command("watch", "Follows a run of another process, or of a cluster, until it ends.") { name, folder, json }
            .WithExamples("akkaclip run watch flickr8k", "akkaclip run watch flickr8k --cluster control-1:4053");
        var cluster = new ClusterOptions(command);
        InterruptionMeaning.Set(command, "No longer watching; the run goes on");
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
