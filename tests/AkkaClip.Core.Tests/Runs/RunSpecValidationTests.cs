using AkkaClip.Core.Runs;
using AkkaClip.TestSupport;

namespace AkkaClip.Core.Tests.Runs;

public class RunSpecValidationTests
{
    private static readonly EvaluationTaskSpec s_zeroShot = new()
    {
        Name = "shapes",
        Kind = EvaluationTaskKind.ZeroShot,
        Data = RunSpecs.Data,
        ClassField = "class",
        Templates = ["a picture of {c}"],
        MaxSamples = 0,
    };

    /// <summary>One change each, with the path that must be named.</summary>
    public static TheoryData<string, Func<RunSpec, RunSpec>> Mistakes => new()
    {
        { "name", run => run with { Name = "" } },
        { "name", run => run with { Name = "../up" } },
        { "name", run => run with { Name = ".hidden" } },
        { "directory", run => run with { Directory = "" } },
        { "log-every-steps", run => run with { LogEverySteps = 0 } },
        { "model.config", run => run with { Model = run.Model with { Config = "" } } },
        { "model.device", run => run with { Model = run.Model with { Device = "cuda:x" } } },
        { "model.device", run => run with { Model = run.Model with { Device = "gpu" } } },
        { "model.compute", run => run with { Model = run.Model with { Device = "cuda", Compute = ComputeKind.Fused } } },
        { "model.patch-dropout", run => run with { Model = run.Model with { PatchDropout = 1 } } },
        { "model.patch-dropout", run => run with { Model = run.Model with { PatchDropout = double.NaN } } },
        { "model.lock-image-unlocked-groups", run => run with { Model = run.Model with { LockImageUnlockedGroups = -1 } } },
        { "model.lock-text-unlocked-groups", run => run with { Model = run.Model with { LockTextUnlockedGroups = -1 } } },
        { "data.paths", run => run with { Data = run.Data with { Paths = [] } } },
        { "data.paths", run => run with { Data = run.Data with { Format = DataFormat.Folder, Paths = ["a", "b"] } } },
        { "data.vocabulary", run => run with { Data = run.Data with { Vocabulary = "" } } },
        { "data.test-share", run => run with { Data = run.Data with { TestShare = 1 } } },
        { "data.split", run => run with { Data = run.Data with { TestShare = 0.1, Split = "validation" } } },
        { "data.split-field", run => run with { Data = run.Data with { Split = "train", SplitField = "" } } },
        { "data.caption-fields", run => run with { Data = run.Data with { Format = DataFormat.Table } } },
        { "data.image-field", run => run with { Data = run.Data with { Format = DataFormat.Table, ImageField = "", CaptionFields = ["caption"] } } },
        { "data.prefetch-batches", run => run with { Data = run.Data with { PrefetchBatches = 0 } } },
        { "data.threads", run => run with { Data = run.Data with { Threads = -1 } } },
        { "data.cache-megabytes", run => run with { Data = run.Data with { CacheMegabytes = -1 } } },
        { "data.max-replaced-share", run => run with { Data = run.Data with { MaxReplacedShare = 1.01 } } },
        { "data.shuffle-block-samples", run => run with { Data = run.Data with { ShuffleBlockSamples = 0 } } },
        { "data.shuffle-window-blocks", run => run with { Data = run.Data with { ShuffleWindowBlocks = 0 } } },
        { "data.augmentation.crop-scale", run => run with { Data = Augmented(a => a with { CropScale = (0.9, 0.8) }) } },
        { "data.augmentation.crop-ratio", run => run with { Data = Augmented(a => a with { CropRatio = (0, 1) }) } },
        { "data.augmentation.mean", run => run with { Data = Augmented(a => a with { Mean = [0.5] }) } },
        { "data.augmentation.std", run => run with { Data = Augmented(a => a with { Std = [1, 0, 1] }) } },
        { "training.global-batch", run => run with { Training = run.Training with { GlobalBatch = 1 }, Trainers = run.Trainers with { Count = 1 } } },
        { "training.micro-batch", run => run with { Training = run.Training with { MicroBatch = -1 } } },
        { "training.logical-shards", run => run with { Training = run.Training with { LogicalShards = run.Training.GlobalBatch + 1 } } },
        { "training.num-steps", run => run with { Training = run.Training with { NumSteps = 0, WarmupSteps = 0 } } },
        { "training.learning-rate", run => run with { Training = run.Training with { LearningRate = double.PositiveInfinity } } },
        { "training.beta1", run => run with { Training = run.Training with { Beta1 = 1 } } },
        { "training.beta2", run => run with { Training = run.Training with { Beta2 = -0.1 } } },
        { "training.epsilon", run => run with { Training = run.Training with { Epsilon = 0 } } },
        { "training.weight-decay", run => run with { Training = run.Training with { WeightDecay = -1 } } },
        { "training.clip-norm", run => run with { Training = run.Training with { ClipNorm = -1 } } },
        { "training.warmup-steps", run => run with { Training = run.Training with { WarmupSteps = 101 } } },
        { "training.cooldown-steps", run => run with { Training = run.Training with { CooldownSteps = 101 } } },
        { "training.cooldown-power", run => run with { Training = run.Training with { CooldownPower = 0 } } },
        { "training.cooldown-end-learning-rate", run => run with { Training = run.Training with { CooldownEndLearningRate = -1 } } },
        { "training.non-finite-limit", run => run with { Training = run.Training with { NonFiniteLimit = -1 } } },
        { "trainers.count", run => run with { Trainers = run.Trainers with { Count = 33 } } },
        { "trainers.count", run => run with { Trainers = run.Trainers with { Count = 0 } } },
        { "trainers.minimum", run => run with { Trainers = run.Trainers with { Minimum = 3 } } },
        { "trainers.threads", run => run with { Trainers = run.Trainers with { Threads = -1 } } },
        { "trainers.checksum-every-steps", run => run with { Trainers = run.Trainers with { ChecksumEverySteps = -1 } } },
        { "loaders.timeout", run => run with { Loaders = run.Loaders with { Timeout = TimeSpan.Zero } } },
        { "checkpoint.every-steps", run => run with { Checkpoint = run.Checkpoint with { EverySteps = -1 } } },
        { "checkpoint.keep-last", run => run with { Checkpoint = run.Checkpoint with { KeepLast = 0 } } },
        { "checkpoint.keep-every-steps", run => run with { Checkpoint = run.Checkpoint with { KeepEverySteps = -1 } } },
        { "evaluation.every-steps", run => run with { Evaluation = run.Evaluation with { EverySteps = -1 } } },
        { "evaluation.tasks.shapes.class-field", run => Evaluated(run, s_zeroShot with { ClassField = null }) },
        { "evaluation.tasks.shapes.templates", run => Evaluated(run, s_zeroShot with { Templates = ["a picture"] }) },
        { "evaluation.tasks.shapes.max-samples", run => Evaluated(run, s_zeroShot with { MaxSamples = -1 }) },
        { "evaluation.tasks.shapes.data.paths", run => Evaluated(run, s_zeroShot with { Data = RunSpecs.Data with { Paths = [] } }) },
    };

    [Fact]
    public void A_sound_run_has_no_errors()
    {
        Assert.Empty(RunSpecs.Run.Validate());
        Assert.Empty(Evaluated(RunSpecs.Run, s_zeroShot).Validate());
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_by_its_path_once(string path, Func<RunSpec, RunSpec> change)
    {
        var error = Assert.Single(change(RunSpecs.Run).Validate());
        Assert.Equal($"akkaclip.run.{path}", error.Path);
        Assert.Contains("must be", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var errors = (RunSpecs.Run with { Name = "", LogEverySteps = 0, Trainers = RunSpecs.Run.Trainers with { Threads = -1 } }).Validate();
        Assert.Equal(["akkaclip.run.name", "akkaclip.run.log-every-steps", "akkaclip.run.trainers.threads"], errors.Select(error => error.Path));
        Assert.Equal("akkaclip.run.trainers.threads = -1: must be 0 or more", errors[2].ToString());
    }

    private static DataSpec Augmented(Func<AugmentationSpec, AugmentationSpec> change) => RunSpecs.Data with { Augmentation = change(RunSpecs.Data.Augmentation) };

    private static RunSpec Evaluated(RunSpec run, EvaluationTaskSpec task) => run with { Evaluation = run.Evaluation with { Tasks = [task] } };
}
