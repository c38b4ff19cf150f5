using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Replicas;

/// <summary>Everything that a replica is made from.</summary>
public sealed record ReplicaOptions
{
    /// <summary>A state is held in arrays, whose indices end here; padding takes its part.</summary>
    private const long MaxParameters = int.MaxValue - (1 << 20);

    public required ModelConfig Config { get; init; }
    public required LossKind Loss { get; init; }
    public required ComputeKind Compute { get; init; }

    /// <summary>cpu, cuda, cuda:1.</summary>
    public required string Device { get; init; }

    /// <summary>Of the initialisation and of patch dropout.</summary>
    public required long Seed { get; init; }
    public required TowerOptions Towers { get; init; }
    public required AdamWOptions Optimizer { get; init; }

    /// <summary>Unlocked layer groups of a locked image tower; null: not locked.</summary>
    public int? LockImageUnlockedGroups { get; init; }

    /// <summary>Unlocked layer groups of a locked text tower; null: not locked.</summary>
    public int? LockTextUnlockedGroups { get; init; }

    /// <summary>Samples computed at once; 0: the whole slice.</summary>
    public int MicroBatch { get; init; }

    /// <summary>OpenCLIP weights (safetensors) to start from; null: a seeded initialisation.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Batch statistics are those of the global batch.</summary>
    internal bool SharesBatchStatistics => Towers.SyncBatchNorm && Config.Vision is ResNetConfig;

    /// <summary>The replica that a run asks for.</summary>
    /// <param name="vocabularySize">Of the run's tokenizer.</param>
    /// <exception cref="ModelConfigException">The model is unknown, or does not fit the run.</exception>
    public static ReplicaOptions From(RunSpec run, int vocabularySize)
    {
        var config = ModelConfigs.Resolve(run.Model.Config).WithVocabulary(vocabularySize).ForLoss(run.Model.Loss);
        return new ReplicaOptions
        {
            Config = config,
            Loss = run.Model.Loss,
            Compute = run.Model.Compute,
            Device = run.Model.Device,
            Seed = run.Seed,
            Towers = new TowerOptions
            {
                Precision = run.Model.Precision,
                // 0: what the model's own JSON says, as without OpenCLIP's --force-patch-dropout.
                PatchDropout = run.Model.PatchDropout == 0 && config.Vision is VitConfig vit ? vit.PatchDropout : run.Model.PatchDropout,
                GradientCheckpointing = run.Model.GradientCheckpointing,
                TrimText = run.Model.TrimText,
                PooledLastBlock = run.Model.PooledLastBlock,
                SyncBatchNorm = run.Model.SyncBatchNorm,
                PixelMean = run.Data.Augmentation.Mean,
                PixelStd = run.Data.Augmentation.Std,
            },
            Optimizer = AdamWOptions.From(run.Training),
            LockImageUnlockedGroups = run.Model.LockImageUnlockedGroups,
            LockTextUnlockedGroups = run.Model.LockTextUnlockedGroups,
            MicroBatch = run.Training.MicroBatch,
            InitialWeights = run.Model.InitialWeights,
        };
    }

    /// <exception cref="UserErrorException">Options contradict each other.</exception>
    internal void Validate()
    {
        if (SharesBatchStatistics && MicroBatch > 0)
        {
            throw new UserErrorException(
                "model.sync-batch-norm shares statistics of the whole batch, which training.micro-batch never sees at once; switch one of them off.");
        }

        if (ModelParameters.Count(Config) is var count && count > MaxParameters)
            throw new UserErrorException($"{Config.Name} has {count:N0} parameters; a replica holds at most {MaxParameters:N0}.");
        if (Config.Vision is ResNetConfig && Towers.PatchDropout > 0)
            throw new UserErrorException($"model.patch-dropout is for Vision Transformers; {Config.Name} has a ResNet.");
        if (Loss == LossKind.SigLip && Config.InitLogitBias is null)
            throw new UserErrorException($"The SigLIP loss needs a logit bias, and {Config.Name} has none; set init_logit_bias.");
        if (Towers.PatchDropout is < 0 or >= 1)
            throw new UserErrorException($"model.patch-dropout is {Towers.PatchDropout}; it must be from 0 up to, not including, 1.");
    }
}
