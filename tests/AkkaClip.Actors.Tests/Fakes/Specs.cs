using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>Valid specifications to vary in tests with <c>with</c>.</summary>
internal static class Specs
{
    public static EvaluationTaskSpec Task { get; } = new()
    {
        Name = "colours",
        Kind = EvaluationTaskKind.Retrieval,
        Data = Data,
        Templates = [],
        MaxSamples = 0,
    };

    private static DataSpec Data => new()
    {
        Format = DataFormat.WebDataset,
        Paths = ["unused.tar"],
        SplitField = "split",
        ImageField = "image",
        CaptionFields = [],
        Vocabulary = "unused",
        Augmentation = new AugmentationSpec
        {
            CropScale = (1, 1),
            CropRatio = (1, 1),
            HorizontalFlip = false,
            Mean = [0.5, 0.5, 0.5],
            Std = [0.5, 0.5, 0.5],
        },
        PrefetchBatches = 2,
        Threads = 1,
        MaxReplacedShare = 0,
        ShuffleBlockSamples = 1,
        ShuffleWindowBlocks = 1,
    };

    /// <summary>Twelve steps of seven samples, two trainers, a record of every step, a checkpoint at the end only.</summary>
    public static RunSpec Run(string folder) => new()
    {
        Name = "a run",
        Seed = 1,
        Directory = folder,
        LogEverySteps = 1,
        Data = Data,
        Training = new TrainingSpec
        {
            GlobalBatch = 7,
            MicroBatch = 0,
            NumSteps = 12,
            LearningRate = 0.25,
            Beta1 = 0.9,
            Beta2 = 0.98,
            Epsilon = 1e-6,
            WeightDecay = 0,
            DecayRule = DecayRule.V4,
            ClipNorm = 0,
            Schedule = ScheduleKind.Constant,
            WarmupSteps = 0,
            CooldownSteps = 0,
            CooldownPower = 1,
            CooldownEndLearningRate = 0,
            NonFiniteLimit = 3,
        },
        Model = new ModelSpec
        {
            Config = "unused",
            Loss = LossKind.Clip,
            Precision = PrecisionKind.Float32,
            Compute = ComputeKind.Plain,
            Device = "cpu",
            PatchDropout = 0,
            LockImageUnlockedGroups = null,
            LockTextUnlockedGroups = null,
            GradientCheckpointing = false,
            SyncBatchNorm = false,
            TrimText = true,
            PooledLastBlock = true,
        },
        Trainers = new TrainersSpec { Count = 2, Minimum = 1, Threads = 1, ChecksumEverySteps = 4 },
        Checkpoint = new CheckpointSpec { EverySteps = 0, KeepLast = 3, KeepEverySteps = 0 },
        Evaluation = new EvaluationSpec { EverySteps = 0, Tasks = [] },
    };
}
