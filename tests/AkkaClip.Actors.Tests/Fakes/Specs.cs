using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.TestSupport;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>What the fakes train on and how, to vary in tests with <c>with</c>.</summary>
internal static class Specs
{
    public static EvaluationTaskSpec Task { get; } = new()
    {
        Name = "colours",
        Kind = EvaluationTaskKind.Retrieval,
        Data = RunSpecs.Data,
        Templates = [],
        MaxSamples = 0,
    };

    /// <summary>The order that a run of these takes so many samples in.</summary>
    public static SampleOrder Order(long seed, long numSamples) =>
        new(numSamples, seed, RunSpecs.Data.ShuffleBlockSamples, RunSpecs.Data.ShuffleWindowBlocks);

    /// <summary>Twelve steps of seven samples, two trainers, a record of every step, a checkpoint at the end only.</summary>
    public static RunSpec Run(string folder) => RunSpecs.Run with
    {
        Name = "a run",
        Directory = folder,
        LogEverySteps = 1,
        Model = RunSpecs.Run.Model with { Compute = ComputeKind.Plain },
        Data = RunSpecs.Data with { MaxReplacedShare = 0 },
        Training = RunSpecs.Training with
        {
            GlobalBatch = 7,
            NumSteps = 12,
            LearningRate = 0.25,
            WeightDecay = 0,
            ClipNorm = 0,
            Schedule = ScheduleKind.Constant,
            WarmupSteps = 0,
            NonFiniteLimit = 3,
        },
        Trainers = RunSpecs.Run.Trainers with { Threads = 1, ChecksumEverySteps = 4 },
        Checkpoint = RunSpecs.Run.Checkpoint with { EverySteps = 0 },
    };
}
