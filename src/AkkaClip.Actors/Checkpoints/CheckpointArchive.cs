using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>Keeps the checkpoints of one run: finds the newest good one, finishes those whose stripes are written, deletes old ones.</summary>
/// <remarks>
/// Child of the run's coordinator, on a thread of its own because it waits for the disk. A refusal of the disk is an
/// answer, not a crash: earlier checkpoints stay as they are, and training goes on.
/// </remarks>
internal sealed class CheckpointArchive : ReceiveActor
{
    private readonly RunSpec _spec;
    private readonly string _configuration;
    private readonly CheckpointStore _store;

    public CheckpointArchive(RunSpec spec, string configuration, TimeProvider time)
    {
        _spec = spec;
        _configuration = configuration;
        _store = new CheckpointStore(spec.Directory, time);
        Receive<FinishCheckpoint>(Finish);
        Receive<FindCheckpoint>(_ => Find());
        Receive<Discard>(command => CheckpointStore.Discard(command.Folder));
        Receive<Prune>(command => _store.Prune(_spec.Checkpoint, command.InUse));
    }

    /// <summary>All stripes are written: make a checkpoint of them.</summary>
    public sealed record FinishCheckpoint(long Step, string Folder, long NumSkippedSteps, ImmutableArray<CheckpointFile> Files);

    public sealed record CheckpointWritten(long Step, string Folder, long NumBytes);

    /// <param name="Folder">Of the unfinished checkpoint.</param>
    public sealed record CheckpointNotWritten(long Step, string Folder, string Reason);

    /// <summary>Answered by <see cref="CheckpointFound"/>.</summary>
    public sealed record FindCheckpoint;

    /// <summary>The newest good checkpoint.</summary>
    /// <param name="Folder">Null: there is none, and the run begins at its seeded start.</param>
    /// <param name="Step">Steps that it has behind it; 0 without one.</param>
    /// <param name="NumSkippedSteps">Steps among them that were skipped.</param>
    /// <param name="SameConfiguration">It was written by a run whose numbers this run would repeat.</param>
    /// <param name="Rejected">Folders of newer ones that are not what they should be, and why.</param>
    public sealed record CheckpointFound(
        string? Folder, long Step, long NumSkippedSteps, bool SameConfiguration, ImmutableArray<(string Folder, string Reason)> Rejected);

    /// <summary>A checkpoint was given up: delete what is written of it.</summary>
    public sealed record Discard(string Folder);

    /// <summary>Delete what need not stay.</summary>
    /// <param name="InUse">Steps whose checkpoints are being evaluated.</param>
    public sealed record Prune(ImmutableArray<long> InUse);

    /// <param name="configuration">See <see cref="ConfigurationHash"/>.</param>
    public static Props Props(RunSpec spec, string configuration, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new CheckpointArchive(spec, configuration, time)).WithDispatcher(RunDispatchers.Files);

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is FinishCheckpoint finish)
            Context.Parent.Tell(new CheckpointNotWritten(finish.Step, finish.Folder, $"{reason.GetType().Name}: {reason.Message}"));
        base.PreRestart(reason, message);
    }

    private void Finish(FinishCheckpoint command)
    {
        try
        {
            var (folder, manifest) = _store.Finish(command.Folder, Describe(command));
            Sender.Tell(new CheckpointWritten(command.Step, folder, manifest.Files.Sum(file => file.Bytes)));
        }
        catch (CheckpointException e)
        {
            Sender.Tell(new CheckpointNotWritten(command.Step, command.Folder, e.Message));
        }
    }

    private CheckpointManifest Describe(FinishCheckpoint command) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        Run = _spec.Name,
        Step = command.Step,
        NumSamples = command.Step * _spec.Training.GlobalBatch,
        NumSkippedSteps = command.NumSkippedSteps,
        Configuration = _configuration,
        Version = typeof(CheckpointArchive).Assembly.GetName().Version!.ToString(3),
        WrittenAt = default,
        Files = command.Files,
    };

    private void Find()
    {
        var rejected = ImmutableArray.CreateBuilder<(string, string)>();
        var found = _store.FindNewestValid((folder, reason) => rejected.Add((folder, reason)));
        Sender.Tell(new CheckpointFound(
            found?.Folder,
            found?.Manifest.Step ?? 0,
            found?.Manifest.NumSkippedSteps ?? 0,
            found is null || found.Value.Manifest.Configuration == _configuration,
            rejected.ToImmutable()));
    }
}
