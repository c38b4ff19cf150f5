using System.CommandLine;
using AkkaClip.App.Clients;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.App.Runs;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip run submit</c>: trains in this process, or has a cluster train.</summary>
internal static class RunSubmitCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "The run's HOCON file." };
        var set = new Option<string[]>("-D", "--set") { Description = "Overrides a key: -D training.num-steps=500. May be repeated." };
        var detach = new Option<bool>("--detach") { Description = "Return when the cluster has taken the run; akkaclip run watch follows it." };
        var json = Output.JsonOption();
        var command = new Command("submit", "Trains by a run file, in this process or on a cluster; goes on from the newest checkpoint where the run's folder has one.") { file, set, detach, json }.WithExamples(
            "akkaclip run submit hocon/runs/flickr8k.conf",
            "akkaclip run submit hocon/runs/flickr8k.conf -D training.num-steps=200 -D trainers.count=1",
            "akkaclip run submit hocon/runs/emoji.conf --json > progress.jsonl",
            "akkaclip run submit hocon/runs/flickr8k.conf --cluster control-1:4053 --detach");
        var cluster = new ClusterOptions(command);
        InterruptionMeaning.Set(command, RunSession.Finishing);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (runFile, entries, output) = (parsed.GetRequiredValue(file), parsed.GetValue(set) ?? [], Output.Of(parsed, json));
            var configuration = RunConfiguration.Load(runFile, entries, cluster.NodeFile(parsed), cluster.Named(parsed));
            if (configuration.Cluster is not { } client)
                return RunSession.ExitCodeOf(await RunSession.RunAsync(configuration, output, cancellation));

            var name = configuration.Run.Name;
            InterruptionMeaning.Set(command, $"The cluster has not answered yet whether it takes {name}; akkaclip run list shows whether it did");
            await using var connection = await ClusterConnection.OpenAsync(client, cancellation);
            using var run = connection.Submit(configuration.Run);
            await run.Accepted.WaitAsync(cancellation);
            InterruptionMeaning.Set(command, $"{name} goes on in the cluster; akkaclip run watch {name} follows it again, akkaclip run cancel {name} ends it");
            if (!parsed.GetValue(detach))
                return await RemoteSession.FollowAsync(name, run, output, cancellation);
            output.Result(new { run = name }, text => text.Line($"{name}: taken; akkaclip run watch {name} --cluster {client.Client.Contacts[0]} follows it"));
            return ExitCode.Success;
        });
        return command;
    }
}
