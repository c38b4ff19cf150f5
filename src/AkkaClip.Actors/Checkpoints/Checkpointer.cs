using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>Writes the checkpoints of one run from host copies of the state, and finds the newest good one.</summary>
/// <remarks>
/// Child of the run's coordinator, on a thread of its own because it waits for the disk. A refusal of the disk is an
/// answer, not a crash: earlier checkpoints stay as they are, and training goes on. Where it does crash, the request at
/// hand is answered by a failure before the restart, and the next one finds a new writer.
/// </remarks>
internal sealed class Checkpointer : ReceiveActor
{
    private readonly RunSpec _spec;
    private readonly TrainerResources _resources;
    private readonly CheckpointStore _store;

    public Checkpointer(RunSpec spec, TrainerResources resources)
    {
        _spec = spec;
        _resources = resources;
        _store = new CheckpointStore(spec.Directory, resources.Time);
        Receive<WriteCheckpoint>(Write);
        Receive<FindCheckpoint>(_ => Find());
    }

    /// <summary>Write the copy of the state behind <paramref name="Step"/> steps that lies on the shelf.</summary>
    public sealed record WriteCheckpoint(long Step, long NumSkippedSteps);

    public sealed record CheckpointWritten(long Step, string Folder, long NumBytes);

    public sealed record CheckpointNotWritten(long Step, string Reason);

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

    public static Props Props(RunSpec spec, TrainerResources resources) =>
        Akka.Actor.Props.Create(() => new Checkpointer(spec, resources)).WithDispatcher(RunDispatchers.Files);

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is WriteCheckpoint write)
            Context.Parent.Tell(new CheckpointNotWritten(write.Step, $"{reason.GetType().Name}: {reason.Message}"));
        base.PreRestart(reason, message);
    }

    private void Write(WriteCheckpoint command)
    {
        try
        {
            var state = _resources.Snapshots.Get(new RunId(_spec.Name), command.Step);
            var (folder, manifest) = _store.Write(Describe(command), target => _resources.Parts.WriteState(state, target));
            Sender.Tell(new CheckpointWritten(command.Step, folder, manifest.Files.Sum(file => file.Bytes)));
            _store.Prune(_spec.Checkpoint);
        }
        catch (CheckpointException e)
        {
            Sender.Tell(new CheckpointNotWritten(command.Step, e.Message));
        }
    }

    private CheckpointManifest Describe(WriteCheckpoint command) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        Run = _spec.Name,
        Step = command.Step,
        NumSamples = command.Step * _spec.Training.GlobalBatch,
        NumSkippedSteps = command.NumSkippedSteps,
        Configuration = ConfigurationHash.Of(_spec, _resources.Parts.Contents),
        Version = typeof(Checkpointer).Assembly.GetName().Version!.ToString(3),
        WrittenAt = default,
        Files = [],
    };

    private void Find()
    {
        var rejected = ImmutableArray.CreateBuilder<(string, string)>();
        var found = _store.FindNewestValid((folder, reason) => rejected.Add((folder, reason)));
        Sender.Tell(new CheckpointFound(
            found?.Folder,
            found?.Manifest.Step ?? 0,
            found?.Manifest.NumSkippedSteps ?? 0,
            found is null || found.Value.Manifest.Configuration == ConfigurationHash.Of(_spec, _resources.Parts.Contents),
            rejected.ToImmutable()));
    }
}
