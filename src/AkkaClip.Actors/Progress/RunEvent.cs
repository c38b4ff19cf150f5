using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AkkaClip.Actors.Wire;

namespace AkkaClip.Actors.Progress;

/// <summary>
/// Something that happened in a run and that people want to know: a closed family, written to <c>metrics.jsonl</c> as it
/// is and published on the event stream.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StateChanged), "state")]
[JsonDerivedType(typeof(Progressed), "progress")]
[JsonDerivedType(typeof(GenerationStarted), "generation")]
[JsonDerivedType(typeof(TakenOver), "taken_over")]
[JsonDerivedType(typeof(StepAborted), "step_aborted")]
[JsonDerivedType(typeof(TrainerLost), "trainer_lost")]
[JsonDerivedType(typeof(TrainerReleased), "trainer_released")]
[JsonDerivedType(typeof(TrainerHealed), "trainer_healed")]
[JsonDerivedType(typeof(ReplicaDiverged), "replica_diverged")]
[JsonDerivedType(typeof(StepSkipped), "step_skipped")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint_saved")]
[JsonDerivedType(typeof(CheckpointFailed), "checkpoint_failed")]
[JsonDerivedType(typeof(CheckpointRejected), "checkpoint_rejected")]
[JsonDerivedType(typeof(ConfigurationChanged), "configuration_changed")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(EvaluationFailed), "evaluation_failed")]
[JsonDerivedType(typeof(LoaderFailed), "loader_failed")]
[JsonDerivedType(typeof(LoadersChanged), "loaders")]
[JsonDerivedType(typeof(RecordingFailed), "recording_failed")]
public abstract record RunEvent : IWireMessage
{
    private RunEvent(string run) => Run = run;

    public string Run { get; init; } // init: the wire leaves out what cannot be set

    /// <summary>When it was recorded, by the clock of the coordinator's node; events of one coordinator never share a time.</summary>
    public DateTimeOffset Time { get; init; }

    public sealed record StateChanged(string Run, RunState State, string Reason) : RunEvent(Run);

    /// <summary>Where the training is, averaged over the steps since the record before.</summary>
    /// <param name="Run">The run's name.</param>
    /// <param name="Step">Steps committed so far.</param>
    /// <param name="NumSteps">Steps of the whole run.</param>
    /// <param name="Epoch">Passes over the data, fractions included.</param>
    /// <param name="NumSamples">Samples seen so far, exact.</param>
    /// <param name="SamplesPerSecond">Over the steps of this record.</param>
    /// <param name="Loss">Mean over the steps of this record that were not skipped.</param>
    /// <param name="LearningRate">Of the last step.</param>
    /// <param name="GradientNorm">Of the last step, before clipping.</param>
    /// <param name="LogitScale">exp of the learned logit scale.</param>
    /// <param name="DataWaitShare">Share of the time that trainers waited for their loaders, [0, 1].</param>
    /// <param name="PhaseSeconds">Mean seconds a step spends in each phase, over the trainers.</param>
    /// <param name="Generation">The generation that took the last step.</param>
    /// <param name="NumTrainers">Members of that generation.</param>
    /// <param name="NumSkippedSteps">Steps without an update, since the start of the process.</param>
    /// <param name="NumReplacedSamples">Samples that could not be decoded, since the start of the process.</param>
    public sealed record Progressed(
        string Run,
        long Step,
        long NumSteps,
        double Epoch,
        long NumSamples,
        double SamplesPerSecond,
        double Loss,
        double LearningRate,
        double GradientNorm,
        double LogitScale,
        double DataWaitShare,
        ImmutableSortedDictionary<string, double> PhaseSeconds,
        long Generation,
        int NumTrainers,
        long NumSkippedSteps,
        long NumReplacedSamples) : RunEvent(Run);

    public sealed record GenerationStarted(string Run, long Generation, long FirstStep, ImmutableArray<string> Trainers, string Reason)
        : RunEvent(Run);

    /// <summary>Another coordinator leads the run.</summary>
    /// <param name="Run">The run's name.</param>
    /// <param name="Term">Of the new one; the first of a run has 1.</param>
    /// <param name="Reason">Why the one before is gone.</param>
    public sealed record TakenOver(string Run, long Term, string Reason) : RunEvent(Run);

    /// <summary>Nobody has applied the step, and the next generation does it again.</summary>
    public sealed record StepAborted(string Run, long Step, string Reason) : RunEvent(Run);

    public sealed record TrainerLost(string Run, string Trainer, string Reason) : RunEvent(Run);

    /// <summary>A trainer is given back at a step's end: to another run, or because its node leaves.</summary>
    public sealed record TrainerReleased(string Run, string Trainer, string Reason) : RunEvent(Run);

    /// <summary>A trainer holds the state of the others, and takes part from <paramref name="Step"/> on.</summary>
    public sealed record TrainerHealed(string Run, string Trainer, string Source, long Step) : RunEvent(Run);

    public sealed record ReplicaDiverged(string Run, string Trainer, long Step, string Reason) : RunEvent(Run);

    public sealed record StepSkipped(string Run, long Step, string Reason) : RunEvent(Run);

    public sealed record CheckpointSaved(string Run, long Step, string Folder, long NumBytes) : RunEvent(Run);

    public sealed record CheckpointFailed(string Run, long Step, string Reason) : RunEvent(Run);

    /// <summary>A checkpoint on disk is not what its manifest says, and an older one is used instead.</summary>
    public sealed record CheckpointRejected(string Run, string Folder, string Reason) : RunEvent(Run);

    /// <summary>The run goes on from a checkpoint that was written under another configuration.</summary>
    public sealed record ConfigurationChanged(string Run, string Folder, string Reason) : RunEvent(Run);

    public sealed record Evaluated(string Run, long Step, string Task, ImmutableSortedDictionary<string, double> Results) : RunEvent(Run);

    public sealed record EvaluationFailed(string Run, long Step, string Task, string Reason, bool Retried) : RunEvent(Run);

    public sealed record LoaderFailed(string Run, string Trainer, string Reason) : RunEvent(Run);

    /// <summary>Other nodes of role data serve the run's batches than before; none: see the run's <c>loaders.place</c>.</summary>
    public sealed record LoadersChanged(string Run, ImmutableArray<string> Nodes, string Reason) : RunEvent(Run);

    /// <summary>The metrics themselves could not be written; training goes on.</summary>
    public sealed record RecordingFailed(string Run, string Reason) : RunEvent(Run);
}
