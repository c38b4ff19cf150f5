using System.CommandLine;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Reports;
using AkkaClip.App.Runs;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip run report</c>: writes the report of a run, whoever trains or trained it.</summary>
internal static class RunReportCommand
{
    public static Command Build(Argument<string> name, Option<string> folder)
    {
        var json = Output.JsonOption();
        var command = new Command("report", "Writes a run's report: figures, curves, evaluations, and pictures with their best captions.") { name, folder, json }
            .WithExamples("akkaclip run report flickr8k", "akkaclip run report /shared/runs/flickr8k");
        command.SetAction((parsed, cancellation) =>
        {
            var run = RunFolder.Find(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
            var report = RunReport.Write(SavedRun.Read(run.Folder), run, cancellation);
            Output.Of(parsed, json).Result(new { run = run.Record.Name, report }, text => text.Line($"report: {report}"));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
