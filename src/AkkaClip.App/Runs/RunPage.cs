using System.Globalization;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.App.CommandLine;

namespace AkkaClip.App.Runs;

/// <summary>Everything about one run, a line each: what <c>akkaclip run show</c> says.</summary>
internal static class RunPage
{
    /// <param name="journal">Whether the cluster's database takes what is to be remembered; null: it has none here.</param>
    public static void Show(RunStatus status, JournalStatus? journal, Output output)
    {
        output.Record(new { run = status.Name, line = RunLine.Of(status), status, database = journal });
        var figures = status.Figures;
        var lines = new List<(string Name, string Value)>
        {
            ("run", status.Name),
            ("folder", status.Record.Folder),
            ("state", $"{status.State.ToString().ToLowerInvariant()} since {Time(status.Record.ChangedAt)} ({status.Record.Reason})"),
            ("submitted", $"{Time(status.Record.SubmittedAt)}, {Ago(status, status.Record.SubmittedAt)}"),
            ("progress", figures.Progress is { } progress ? RunDisplay.Figures(progress) : "none recorded"),
        };
        if (status.Share is { } share)
            lines.Add(("trainers", Trainers(status, share)));
        if (figures.Generation is { } generation)
            lines.Add(("generation", $"{generation.Generation} from step {generation.FirstStep}, {Ago(status, generation.Time)}: {string.Join(", ", generation.Trainers)} ({generation.Reason})"));
        if (figures.Takeover is { } takeover)
            lines.Add(("coordinator", $"the {takeover.Term}. since {Time(takeover.Time)}: {takeover.Reason}"));
        if (figures.Loss is { } loss)
            lines.Add(("last loss", $"{loss.Trainer}, {Ago(status, loss.Time)}: {loss.Reason}"));
        if (figures.Abort is { } abort)
            lines.Add(("last abort", $"step {abort.Step}, {Ago(status, abort.Time)}: {abort.Reason}"));
        lines.AddRange(Checkpoints(status, figures));
        lines.AddRange(figures.Evaluations.Values.Select(evaluated => (evaluated.Task, $"step {evaluated.Step}: {RunDisplay.Results(evaluated)}")));
        if (journal is not null)
            lines.Add(("database", Database(journal)));
        output.Fields(lines);
    }

    private static string Trainers(RunStatus status, RunStatus.PoolShare share)
    {
        var asked = string.Create(CultureInfo.InvariantCulture, $"minimum {share.Minimum}, maximum {share.Maximum}, priority {share.Priority}");
        return status.Trainers.IsEmpty
            ? $"none ({asked})"
            : $"{string.Join(", ", status.Trainers.Select(member => $"{member.Trainer} on {member.Node} ({member.Device})"))} ({asked})";
    }

    private static IEnumerable<(string Name, string Value)> Checkpoints(RunStatus status, RunFigures figures)
    {
        yield return ("checkpoint", figures.Checkpoint is { } saved
            ? $"step {saved.Step}, {Ago(status, saved.Time)}, {saved.Folder} (complete, with all hashes)"
            : "none");
        if (figures.CheckpointFailure is { } failed)
            yield return ("not written", $"step {failed.Step}, {Ago(status, failed.Time)}: {failed.Reason}");
        if (figures.CheckpointRejection is { } rejected)
            yield return ("not valid", $"{rejected.Folder}, {Ago(status, rejected.Time)}: {rejected.Reason}");
    }

    private static string Database(JournalStatus journal) => journal.AwaySince is { } since
        ? $"away since {Time(since)} ({journal.Reason}); {journal.NumKept} events wait to be written, and training goes on"
        : "takes what is to be remembered";

    private static string Ago(RunStatus status, DateTimeOffset then) => $"{Age.Text(status.At - then)} ago";

    private static string Time(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}
