using System.Collections.Immutable;

namespace AkkaClip.Actors.Progress;

/// <summary>Where a run is, as its events tell it: what lists and status pages show. Null: that has not happened yet.</summary>
public sealed record RunFigures
{
    public static RunFigures None { get; } = new();

    public RunEvent.Progressed? Progress { get; init; }

    public RunEvent.GenerationStarted? Generation { get; init; }

    public RunEvent.TakenOver? Takeover { get; init; }

    public RunEvent.StepAborted? Abort { get; init; }

    public RunEvent.TrainerLost? Loss { get; init; }

    /// <summary>The newest checkpoint that nothing is known against.</summary>
    public RunEvent.CheckpointSaved? Checkpoint { get; init; }

    /// <summary>The newest attempt at a checkpoint, if it failed.</summary>
    public RunEvent.CheckpointFailed? CheckpointFailure { get; init; }

    /// <summary>The newest checkpoint that turned out not to be what its manifest says.</summary>
    public RunEvent.CheckpointRejected? CheckpointRejection { get; init; }

    /// <summary>The newest result of every task.</summary>
    public ImmutableSortedDictionary<string, RunEvent.Evaluated> Evaluations { get; init; } =
        ImmutableSortedDictionary<string, RunEvent.Evaluated>.Empty;

    /// <summary>The figures after one more event.</summary>
    public RunFigures Apply(RunEvent happened) => happened switch
    {
        RunEvent.Progressed progress => this with { Progress = progress },
        RunEvent.GenerationStarted generation => this with { Generation = generation },
        RunEvent.TakenOver takeover => this with { Takeover = takeover },
        RunEvent.StepAborted abort => this with { Abort = abort },
        RunEvent.TrainerLost loss => this with { Loss = loss },
        RunEvent.CheckpointSaved saved => this with { Checkpoint = saved, CheckpointFailure = null },
        RunEvent.CheckpointFailed failure => this with { CheckpointFailure = failure },
        RunEvent.CheckpointRejected rejection => this with
        {
            CheckpointRejection = rejection, Checkpoint = Checkpoint?.Folder == rejection.Folder ? null : Checkpoint,
        },
        RunEvent.Evaluated evaluated => this with { Evaluations = Evaluations.SetItem(evaluated.Task, evaluated) },
        _ => this,
    };
}
