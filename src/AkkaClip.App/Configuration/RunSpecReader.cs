using AkkaClip.Core.Runs;

namespace AkkaClip.App.Configuration;

/// <summary>Makes a run's specification of its HOCON section. Every key is read here once; none has a default here.</summary>
/// <param name="run">The section <see cref="Root"/>.</param>
/// <param name="runs">The folder of the runs that name none of their own.</param>
internal sealed class RunSpecReader(ConfigSection run, string runs)
{
    public const string Root = "akkaclip.run";
    public const string Tasks = "tasks";
    public const string TaskDefaults = "task-defaults";

    public RunSpec Read()
    {
        var name = run.Text("name");
        return new RunSpec
        {
            Name = name,
            Seed = run.Long("seed"),
            Directory = run.OptionalPath("directory") ?? Path.Combine(runs, name),
            LogEverySteps = run.Integer("log-every-steps"),
            Model = ReadModel(run.At("model")),
            Data = ReadData(run.At("data")),
            Training = ReadTraining(run.At("training")),
            Trainers = ReadTrainers(run.At("trainers")),
            Loaders = ReadLoaders(run.At("loaders")),
            Checkpoint = ReadCheckpoint(run.At("checkpoint")),
            Evaluation = ReadEvaluation(run.At("evaluation")),
        };
    }

    private static ModelSpec ReadModel(ConfigSection model) => new()
    {
        Config = model.Text("config").EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? model.Path("config") : model.Text("config"),
        Loss = model.Choice<LossKind>("loss"),
        Precision = model.Choice<PrecisionKind>("precision"),
        Compute = model.Choice<ComputeKind>("compute"),
        Device = model.Text("device"),
        PatchDropout = model.Number("patch-dropout"),
        LockImageUnlockedGroups = model.OptionalInteger("lock-image-unlocked-groups"),
        LockTextUnlockedGroups = model.OptionalInteger("lock-text-unlocked-groups"),
        GradientCheckpointing = model.Flag("gradient-checkpointing"),
        SyncBatchNorm = model.Flag("sync-batch-norm"),
        TrimText = model.Flag("trim-text"),
        PooledLastBlock = model.Flag("pooled-last-block"),
        InitialWeights = model.OptionalPath("initial-weights"),
    };

    private static DataSpec ReadData(ConfigSection data) => new()
    {
        Format = data.Choice<DataFormat>("format"),
        Paths = data.Paths("paths"),
        Split = data.OptionalText("split"),
        SplitField = data.Text("split-field"),
        TestShare = data.OptionalNumber("test-share"),
        ImageField = data.Text("image-field"),
        CaptionFields = data.Texts("caption-fields"),
        ImageRoot = data.OptionalPath("image-root"),
        Vocabulary = data.Path("vocabulary"),
        Augmentation = ReadAugmentation(data.At("augmentation")),
        PrefetchBatches = data.Integer("prefetch-batches"),
        Threads = data.Integer("threads"),
        MaxReplacedShare = data.Number("max-replaced-share"),
        CacheMegabytes = data.Integer("cache-megabytes"),
        RemoteCacheFolder = data.OptionalPath("remote-cache-directory"),
        RemoteCacheGigabytes = data.Integer("remote-cache-gigabytes"),
        ShuffleBlockSamples = data.Integer("shuffle-block-samples"),
        ShuffleWindowBlocks = data.Integer("shuffle-window-blocks"),
    };

    private static AugmentationSpec ReadAugmentation(ConfigSection augmentation)
    {
        const string ByPolicy = "policy";
        var policy = augmentation.Choice<AugmentationPolicy>(ByPolicy);
        return new AugmentationSpec
        {
            EvaluationResize = augmentation.Choice<ResizeKind>("evaluation-resize"),
            Policy = policy,
            CropScale = augmentation.RangeOr(ByPolicy, "crop-scale") ?? (policy == AugmentationPolicy.OpenClip ? (0.9, 1) : (0.08, 1)),
            CropRatio = augmentation.Range("crop-ratio"),
            HorizontalFlip = augmentation.FlagOr(ByPolicy, "horizontal-flip") ?? policy != AugmentationPolicy.OpenClip,
            Mean = augmentation.Numbers("mean"),
            Std = augmentation.Numbers("std"),
        };
    }

    private static TrainingSpec ReadTraining(ConfigSection training) => new()
    {
        GlobalBatch = training.Integer("global-batch"),
        MicroBatch = training.Integer("micro-batch"),
        LogicalShards = training.Integer("logical-shards"),
        NumSteps = training.Long("num-steps"),
        LearningRate = training.Number("learning-rate"),
        Beta1 = training.Number("beta1"),
        Beta2 = training.Number("beta2"),
        Epsilon = training.Number("epsilon"),
        WeightDecay = training.Number("weight-decay"),
        DecayRule = training.Choice<DecayRule>("decay-rule"),
        ClipNorm = training.Number("clip-norm"),
        Schedule = training.Choice<ScheduleKind>("schedule"),
        WarmupSteps = training.Long("warmup-steps"),
        CooldownSteps = training.Long("cooldown-steps"),
        CooldownPower = training.Number("cooldown-power"),
        CooldownEndLearningRate = training.Number("cooldown-end-learning-rate"),
        NonFiniteLimit = training.Integer("non-finite-limit"),
    };

    private static TrainersSpec ReadTrainers(ConfigSection trainers) => new()
    {
        Count = trainers.Integer("count"),
        Minimum = trainers.Integer("minimum"),
        Threads = trainers.Integer("threads"),
        ChecksumEverySteps = trainers.Integer("checksum-every-steps"),
        Priority = trainers.Integer("priority"),
    };

    private static LoadersSpec ReadLoaders(ConfigSection loaders) => new()
    {
        Place = loaders.Choice<LoaderPlace>("place"),
        Timeout = loaders.Duration("timeout"),
    };

    private static CheckpointSpec ReadCheckpoint(ConfigSection checkpoint) => new()
    {
        EverySteps = checkpoint.Integer("every-steps"),
        KeepLast = checkpoint.Integer("keep-last"),
        KeepEverySteps = checkpoint.Integer("keep-every-steps"),
    };

    private static EvaluationSpec ReadEvaluation(ConfigSection evaluation) => new()
    {
        EverySteps = evaluation.Integer("every-steps"),
        Tasks = [.. evaluation.At(Tasks).Keys.Select(name => ReadTask(name, evaluation.At(Tasks).At(name, $"{Root}.evaluation.{TaskDefaults}")))],
    };

    private static EvaluationTaskSpec ReadTask(string name, ConfigSection task) => new()
    {
        Name = name,
        Kind = task.Choice<EvaluationTaskKind>("kind"),
        Data = ReadData(task.At("data", $"{Root}.data")),
        ClassField = task.OptionalText("class-field"),
        Templates = task.Texts("templates"),
        ClassNames = task.Texts("class-names"),
        MaxSamples = task.Integer("max-samples"),
    };
}
