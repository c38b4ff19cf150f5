using System.Globalization;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Runs;

/// <summary>What a run left on disk, read without its process.</summary>
internal sealed class RunFolder
{
    private readonly IReadOnlyList<RunEvent> _events;

    private RunFolder(string folder, RunRecord record)
    {
        (Folder, Record) = (folder, record);
        _events = File.Exists(MetricsFiles.LinesPath(folder)) ? [.. MetricsFiles.Read(folder)] : [];
        var store = new CheckpointStore(folder, TimeProvider.System);
        Checkpoints = [.. store.Steps().Select(store.FolderOf)];
    }

    public string Folder { get; }

    public RunRecord Record { get; }

    /// <summary>Folders, newest first.</summary>
    public IReadOnlyList<string> Checkpoints { get; }

    public IEnumerable<RunEvent.Progressed> Progress => _events.OfType<RunEvent.Progressed>();

    public RunEvent.Progressed? LastProgress => Progress.LastOrDefault();

    /// <summary>The newest result of every task.</summary>
    public IReadOnlyList<RunEvent.Evaluated> LastEvaluations =>
        [.. _events.OfType<RunEvent.Evaluated>().GroupBy(e => e.Task).Select(task => task.Last())];

    public string Steps => LastProgress is { } last ? string.Create(CultureInfo.InvariantCulture, $"{last.Step}/{last.NumSteps}") : "-";

    /// <summary>The run as a cluster's registry would describe it; who shares what with whom is known there alone.</summary>
    public RunStatus StatusAt(DateTimeOffset now) => new(Record, now, null, [], 0, _events.Aggregate(RunFigures.None, (figures, happened) => figures.Apply(happened)));

    /// <summary>The runs in the folders below <paramref name="root"/>, the newest first.</summary>
    /// <exception cref="UserErrorException">There is no such folder.</exception>
    public static IReadOnlyList<RunFolder> All(string root)
    {
        if (!Directory.Exists(root))
            throw new UserErrorException($"no folder {Path.GetFullPath(root)}; name the one that holds your runs with --runs");
        return [.. Directory.EnumerateDirectories(root).Select(Open).OfType<RunFolder>().OrderByDescending(run => run.Record.ChangedAt)];
    }

    /// <param name="root">The folder that holds the runs.</param>
    /// <param name="nameOrFolder">A name below it, or a run's folder.</param>
    /// <exception cref="UserErrorException">There is no such run.</exception>
    public static RunFolder Find(string root, string nameOrFolder) =>
        Open(nameOrFolder) ?? Open(Path.Combine(root, nameOrFolder))
        ?? throw new UserErrorException($"no run '{nameOrFolder}' in {Path.GetFullPath(root)}; akkaclip run list --runs {root} shows what is there");

    private static RunFolder? Open(string folder) => RunRecord.Load(folder) is { } record ? new RunFolder(folder, record) : null;
}
