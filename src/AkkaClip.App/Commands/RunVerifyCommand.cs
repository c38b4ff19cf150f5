using System.CommandLine;
using System.Globalization;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Runs;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip run verify</c>: what a run's sample ledger proves.</summary>
internal static class RunVerifyCommand
{
    /// <param name="name">The run, or its folder.</param>
    /// <param name="folder">The folder that holds the runs.</param>
    public static Command Build(Argument<string> name, Option<string> folder)
    {
        var json = Output.JsonOption();
        var command = new Command(
            "verify", "Compares the samples that every step of a run was computed from with those it was to have; exits with 1 where a step or a sample was lost or doubled.")
        {
            name, folder, json,
        }.WithExamples("akkaclip run verify flickr8k", "akkaclip run verify runs/flickr8k --json");
        command.SetAction(parsed =>
        {
            var run = RunFolder.Find(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name));
            var audit = Audit(run.Folder);
            Output.Of(parsed, json).Result(audit, output => Describe(run.Record.Name, audit, output));
            return audit.IsClean ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    /// <exception cref="UserErrorException">There is no ledger, or it is that of another configuration.</exception>
    private static LedgerAudit Audit(string folder)
    {
        var path = LedgerFile.PathOf(folder);
        if (!File.Exists(path))
            throw new UserErrorException($"{path} is not there; runs have a sample ledger from their first committed step on");
        var lines = LedgerFile.Read(folder).ToList();
        var saved = Path.Combine(folder, SavedRun.ConfigurationFile);
        if (File.Exists(saved) && lines.OfType<LedgerLine.Drawn>().LastOrDefault() is { } drawn)
            Compare(path, drawn.Stream, saved, SavedRun.Read(folder));
        return LedgerAudit.Of(lines, new CheckpointStore(folder, TimeProvider.System).Steps().FirstOrDefault());
    }

    /// <summary>The number of samples is the data's, which this machine need not have: the ledger's own counts.</summary>
    private static void Compare(string ledger, SampleSpec recorded, string file, RunSpec configured)
    {
        var expected = SampleSpec.Of(configured, recorded.NumSamples);
        if (expected != recorded)
            throw new UserErrorException($"{ledger} records a run with {recorded}, and {file} describes one with {expected}; verify the run's own folder");
    }

    private static void Describe(string name, LedgerAudit audit, Output output)
    {
        output.Fields(
        [
            ("run", name),
            ("steps", Number(audit.NumSteps)),
            ("done again", Number(audit.NumRedone)),
            ("steps lost", Number(audit.StepsLost)),
            ("steps doubled", Number(audit.StepsDoubled)),
            ("samples lost", Number(audit.SamplesLost)),
            ("samples doubled", Number(audit.SamplesDoubled)),
            ("steps with other samples", Number(audit.StepsExchanged)),
        ]);
        foreach (var problem in audit.Problems)
            output.Line(problem);
        if (audit.IsClean)
            output.Line("every step was committed once, from its own samples");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
