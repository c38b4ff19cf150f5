using System.Collections.Immutable;

namespace AkkaClip.Core.Runs;

/// <summary>Everything that defines a run. Two runs of equal specifications produce the same losses.</summary>
public sealed record RunSpec
{
    public required string Name { get; init; }
    public required long Seed { get; init; }
    public required ModelSpec Model { get; init; }
    public required DataSpec Data { get; init; }
    public required TrainingSpec Training { get; init; }
    public required TrainersSpec Trainers { get; init; }
    public required LoadersSpec Loaders { get; init; }
    public required CheckpointSpec Checkpoint { get; init; }
    public required EvaluationSpec Evaluation { get; init; }

    /// <summary>Folder of everything the run writes: checkpoints, metrics, report, resolved configuration.</summary>
    public required string Directory { get; init; }

    /// <summary>A progress record every so many steps.</summary>
    public required int LogEverySteps { get; init; }

    /// <summary>Every value out of its range, with its HOCON path; empty: the run may start.</summary>
    public ImmutableArray<SpecError> Validate() => RunSpecValidator.Validate(this);
}

public enum LossKind { Clip, SigLip }

public enum PrecisionKind { Float32, BFloat16 }

/// <summary>Which implementation computes the towers: the plain one on TorchSharp, or the fused CPU kernels where they apply.</summary>
public enum ComputeKind { Auto, Plain, Fused }

public sealed record ModelSpec
{
    /// <summary>The name of a built-in model, or the path of an OpenCLIP model JSON.</summary>
    public required string Config { get; init; }
    public required LossKind Loss { get; init; }
    public required PrecisionKind Precision { get; init; }
    public required ComputeKind Compute { get; init; }

    /// <summary>cpu, cuda, cuda:1.</summary>
    public required string Device { get; init; }

    /// <summary>Share of the image patches dropped in training, [0, 1).</summary>
    public required double PatchDropout { get; init; }

    /// <summary>Unlocked layer groups of a locked image tower; null: not locked.</summary>
    public required int? LockImageUnlockedGroups { get; init; }

    /// <summary>Unlocked layer groups of a locked text tower; null: not locked.</summary>
    public required int? LockTextUnlockedGroups { get; init; }
    public required bool GradientCheckpointing { get; init; }
    public required bool SyncBatchNorm { get; init; }

    /// <summary>Compute texts up to their end token only, in length-sorted chunks. Exact.</summary>
    public required bool TrimText { get; init; }

    /// <summary>Compute the last block for the pooled token only. Exact.</summary>
    public required bool PooledLastBlock { get; init; }

    /// <summary>OpenCLIP weights (safetensors) to start from; null: a seeded initialisation.</summary>
    public string? InitialWeights { get; init; }
}

public enum DataFormat { WebDataset, Table, Folder }

public sealed record DataSpec
{
    public required DataFormat Format { get; init; }

    /// <summary>Tar files or globs (WebDataset), one CSV or TSV (Table), or a folder.</summary>
    public required ImmutableArray<string> Paths { get; init; }

    /// <summary>Only samples whose column or JSON field <see cref="SplitField"/> has this value; null: all.</summary>
    public string? Split { get; init; }
    public required string SplitField { get; init; }

    /// <summary>
    /// For data without a split field: the share of the samples, (0, 1), that a stable hash of their key puts into the split
    /// <c>test</c>, the rest being <c>train</c>. Null: <see cref="SplitField"/> decides.
    /// </summary>
    public double? TestShare { get; init; }

    /// <summary>Table: column with the image's file name; WebDataset: ignored.</summary>
    public required string ImageField { get; init; }

    /// <summary>Columns or JSON fields of captions; one is chosen at random each time. Empty: the tar's .txt members.</summary>
    public required ImmutableArray<string> CaptionFields { get; init; }

    /// <summary>Table: folder or tar that the image names are relative to; null: the table's folder.</summary>
    public string? ImageRoot { get; init; }

    /// <summary>CLIP's bpe_simple_vocab_16e6.txt.gz, or a vocabulary written by <c>akkaclip tokenizer train</c>.</summary>
    public required string Vocabulary { get; init; }
    public required AugmentationSpec Augmentation { get; init; }

    /// <summary>Batches made ahead of the trainer.</summary>
    public required int PrefetchBatches { get; init; }

    /// <summary>Decoding threads of one loader; 0: one a core.</summary>
    public required int Threads { get; init; }

    /// <summary>The run stops when more than this share of the samples had to be replaced, [0, 1].</summary>
    public required double MaxReplacedShare { get; init; }

    /// <summary>Decoded images are kept in memory, up to so many MiB; 0: never. For data sets that fit.</summary>
    public int CacheMegabytes { get; init; }

    /// <summary>Where blocks of shards on web servers are kept; null: in the user's cache.</summary>
    public string? RemoteCacheFolder { get; init; }

    /// <summary>How much of them, in GiB.</summary>
    public int RemoteCacheGigabytes { get; init; } = 50;

    /// <summary>Samples of a block that the order keeps together; see the sample order.</summary>
    public required int ShuffleBlockSamples { get; init; }

    /// <summary>Blocks that are mixed with each other.</summary>
    public required int ShuffleWindowBlocks { get; init; }
}

/// <summary>How an image becomes a square one in evaluation: OpenCLIP's shortest, longest and squash.</summary>
public enum ResizeKind
{
    /// <summary>The shortest side is resized, the middle is cut out.</summary>
    Shortest,

    /// <summary>The longest side is resized, the rest is filled with black.</summary>
    Longest,

    /// <summary>Both sides are resized on their own.</summary>
    Squash,
}

public sealed record AugmentationSpec
{
    /// <summary>How evaluation makes images square; training uses the random crop.</summary>
    public ResizeKind EvaluationResize { get; init; }

    /// <summary>What happens behind the crop.</summary>
    public AugmentationPolicy Policy { get; init; }

    /// <summary>Range of the area of a random crop, as a share of the picture; [1, 1] with equal ratios: none.</summary>
    public required (double Min, double Max) CropScale { get; init; }
    public required (double Min, double Max) CropRatio { get; init; }
    public required bool HorizontalFlip { get; init; }
    public required ImmutableArray<double> Mean { get; init; }
    public required ImmutableArray<double> Std { get; init; }
}

public enum ScheduleKind { Cosine, Constant, ConstantCooldown }

public enum DecayRule { V3, V4 }

public sealed record TrainingSpec
{
    /// <summary>Samples of one step over all trainers.</summary>
    public required int GlobalBatch { get; init; }

    /// <summary>Samples a trainer computes at once; 0: its whole slice. Smaller ones use the gradient cache, exactly.</summary>
    public required int MicroBatch { get; init; }

    /// <summary>Parts of the global batch that are computed by themselves and summed in order, so that the bits do not depend on the trainers; 0: off.</summary>
    public int LogicalShards { get; init; }
    public required long NumSteps { get; init; }
    public required double LearningRate { get; init; }
    public required double Beta1 { get; init; }
    public required double Beta2 { get; init; }
    public required double Epsilon { get; init; }
    public required double WeightDecay { get; init; }
    public required DecayRule DecayRule { get; init; }

    /// <summary>Largest global gradient norm; 0: not clipped.</summary>
    public required double ClipNorm { get; init; }
    public required ScheduleKind Schedule { get; init; }
    public required long WarmupSteps { get; init; }
    public required long CooldownSteps { get; init; }
    public required double CooldownPower { get; init; }
    public required double CooldownEndLearningRate { get; init; }

    /// <summary>Skipped steps in a row, by a loss or gradient that is not finite, after which the run stops.</summary>
    public required int NonFiniteLimit { get; init; }
}

public sealed record TrainersSpec
{
    /// <summary>Replicas to start with.</summary>
    public required int Count { get; init; }

    /// <summary>Fewer than this and the run waits.</summary>
    public required int Minimum { get; init; }

    /// <summary>Compute threads of one replica on a CPU; 0: cores divided by replicas.</summary>
    public required int Threads { get; init; }

    /// <summary>Where several runs share the trainers of a cluster, higher ones get what is beyond the minimums first.</summary>
    public required int Priority { get; init; }

    /// <summary>Replicas compare a checksum of their parameters every so many steps; 0: never.</summary>
    public required int ChecksumEverySteps { get; init; }
}

public sealed record CheckpointSpec
{
    /// <summary>0: only at the end and when stopped.</summary>
    public required int EverySteps { get; init; }
    public required int KeepLast { get; init; }

    /// <summary>Checkpoints at multiples of so many steps are kept for good; 0: none.</summary>
    public required int KeepEverySteps { get; init; }
}

public sealed record EvaluationSpec
{
    /// <summary>0: only at the end.</summary>
    public required int EverySteps { get; init; }
    public required ImmutableArray<EvaluationTaskSpec> Tasks { get; init; }
}

public enum EvaluationTaskKind { ZeroShot, Retrieval }

public sealed record EvaluationTaskSpec
{
    public required string Name { get; init; }
    public required EvaluationTaskKind Kind { get; init; }

    /// <summary>The data to evaluate on: format, paths, split and fields; its augmentation is not used.</summary>
    public required DataSpec Data { get; init; }

    /// <summary>Zero-shot: column or JSON field that names the class.</summary>
    public string? ClassField { get; init; }

    /// <summary>Zero-shot: the classes to choose from; empty: those that occur in the data.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>Zero-shot: prompt templates with {c} for the class name.</summary>
    public required ImmutableArray<string> Templates { get; init; }

    /// <summary>At most so many samples; 0: all.</summary>
    public required int MaxSamples { get; init; }
}
