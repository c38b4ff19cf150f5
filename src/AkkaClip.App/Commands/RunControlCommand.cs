using System.CommandLine;
using AkkaClip.Actors.Runs;
using AkkaClip.App.Clients;
using AkkaClip.App.CommandLine;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip run pause|resume|cancel</c>: what can be done to a run of a cluster.</summary>
internal static class RunControlCommand
{
    public static IEnumerable<Command> Build()
    {
        yield return Build("pause", "Holds a run of a cluster at its next step; its trainers keep their state.", "will pause at its next step", run => new RunRegistry.PauseRun(run));
        yield return Build("resume", "Goes on with a paused run of a cluster.", "goes on", run => new RunRegistry.ResumeRun(run));
        yield return Build("cancel", "Has a run of a cluster finish its step, write a checkpoint and end.", "will end with a checkpoint", run => new RunRegistry.StopRun(run, "cancelled by a user"));
    }

    private static Command Build(string verb, string description, string effect, Func<string, object> message)
    {
        var name = new Argument<string>("run") { Description = "The name of a run." };
        var json = Output.JsonOption();
        var command = new Command(verb, description) { name, json }.WithExamples($"akkaclip run {verb} flickr8k --cluster control-1:4053");
        var cluster = new ClusterOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = parsed.GetRequiredValue(name);
            await using var connection = await ClusterConnection.OpenAsync(cluster.Require(parsed), cancellation);
            await connection.CommandAsync(message(run), cancellation);
            Output.Of(parsed, json).Result(new { run, effect }, text => text.Line($"{run} {effect}"));
            return ExitCode.Success;
        });
        return command;
    }
}
