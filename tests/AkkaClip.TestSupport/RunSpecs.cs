using AkkaClip.Core.Runs;

namespace AkkaClip.TestSupport;

/// <summary>Valid specifications of runs to vary in tests with <c>with</c>.</summary>
public static class RunSpecs
{
    public static TrainingSpec Training { get; } = new()
    {
        GlobalBatch = 32,
        MicroBatch = 0,
        NumSteps = 100,
        LearningRate = 5e-4,
        Beta1 = 0.9,
        Beta2 = 0.98,
        Epsilon = 1e-6,
        WeightDecay = 0.2,
        DecayRule = DecayRule.V4,
        ClipNorm = 1,
        Schedule = ScheduleKind.Cosine,
        WarmupSteps = 10,
        CooldownSteps = 0,
        CooldownPower = 1,
        CooldownEndLearningRate = 0,
        NonFiniteLimit = 5,
    };

    public static DataSpec Data { get; } = new()
    {
        Format = DataFormat.WebDataset,
        Paths = ["train-{00..03}.tar"],
        SplitField = "split",
        ImageField = "image",
        CaptionFields = [],
        Vocabulary = "vocabulary.txt.gz",
        Augmentation = new AugmentationSpec
        {
            CropScale = (0.9, 1),
            CropRatio = (0.75, 1.3333),
            HorizontalFlip = false,
            Mean = [0.5, 0.5, 0.5],
            Std = [0.25, 0.25, 0.25],
        },
        PrefetchBatches = 2,
        Threads = 0,
        MaxReplacedShare = 0.01,
        ShuffleBlockSamples = 64,
        ShuffleWindowBlocks = 16,
    };

    public static RunSpec Run { get; } = new()
    {
        Name = "test",
        Seed = 1,
        Directory = "runs/test",
        LogEverySteps = 10,
        Data = Data,
        Training = Training,
        Model = new ModelSpec
        {
            Config = "ViT-B-32",
            Loss = LossKind.Clip,
            Precision = PrecisionKind.Float32,
            Compute = ComputeKind.Auto,
            Device = "cpu",
            PatchDropout = 0,
            LockImageUnlockedGroups = null,
            LockTextUnlockedGroups = null,
            GradientCheckpointing = false,
            SyncBatchNorm = false,
            TrimText = true,
            PooledLastBlock = true,
        },
        Trainers = new TrainersSpec { Count = 2, Minimum = 1, Threads = 0, ChecksumEverySteps = 10, Priority = 0 },
        Loaders = new LoadersSpec { Place = LoaderPlace.Auto, Timeout = TimeSpan.FromSeconds(10) },
        Checkpoint = new CheckpointSpec { EverySteps = 50, KeepLast = 3, KeepEverySteps = 0 },
        Evaluation = new EvaluationSpec { EverySteps = 0, Tasks = [] },
    };
}
