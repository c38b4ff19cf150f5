using AkkaClip.Actors.Training;
using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Runs;

/// <summary>What a registry makes its runs from, and the time limits of their actors.</summary>
public sealed record RunRegistrySettings
{
    /// <summary>Opens a run's data and resolves its model. Throws what the user is told.</summary>
    public required Func<RunSpec, IRunParts> CreateParts { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the trainers of this process exchange their tensors.</summary>
    public InProcessHub Hub { get; init; } = new(new CollectiveOptions());

    /// <summary>A loader that is silent for so long is replaced.</summary>
    public TimeSpan LoaderTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A generation waits so long for trainers that are being restarted.</summary>
    public TimeSpan RestartGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A run that has to do the same step again so often has failed.</summary>
    public int AbortLimit { get; init; } = 30;

    internal CoordinatorOptions Coordinator(RunSpec spec) => new(
        new MembershipOptions(spec.Trainers.Minimum, spec.Trainers.Count),
        new StepOptions
        {
            StepTimeout = TimeSpan.Zero, // a thread of this process that hangs could not be left behind anyway
            NonFiniteLimit = spec.Training.NonFiniteLimit,
            AbortLimit = AbortLimit,
        },
        RestartGrace);

    internal TrainerOptions Trainer(RunSpec spec, int number) => new(
        new RunId(spec.Name),
        new TrainerId(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"trainer-{number:D4}")),
        spec.Trainers.Threads > 0 ? spec.Trainers.Threads : Math.Max(1, Environment.ProcessorCount / spec.Trainers.Count),
        new BatchPlan(spec.Training.GlobalBatch),
        spec.Data.PrefetchBatches,
        LoaderTimeout);
}
