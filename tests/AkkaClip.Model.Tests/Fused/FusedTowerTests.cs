using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Tests.Golden;
using AkkaClip.Model.Tests.Replicas;
using AkkaClip.Model.Towers;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

/// <summary>Replicas on the fused kernels against replicas on TorchSharp: same loss, same embeddings, same gradient.</summary>
public sealed class FusedTowerTests
{
    private const int Count = 11;

    public static TheoryData<string> Cases => [.. Changes.Keys];

    private static readonly Dictionary<string, Func<ReplicaOptions, ReplicaOptions>> Changes = new()
    {
        ["everything on"] = options => options,
        ["whole texts"] = options => options with { Towers = options.Towers with { TrimText = false } },
        ["whole last block"] = options => options with { Towers = options.Towers with { PooledLastBlock = false } },
        ["whole texts and last block"] = options =>
            options with { Towers = options.Towers with { TrimText = false, PooledLastBlock = false } },
        ["checkpointing"] = options => options with { Towers = options.Towers with { GradientCheckpointing = true } },
        ["patch dropout"] = options => options with { Towers = options.Towers with { PatchDropout = 0.5 } },
        ["micro-batches"] = options => options with { MicroBatch = 3 },
        ["QuickGELU and LayerScale"] = options => options with { Config = WithLayerScale(options.Config) with { QuickGelu = true } },
        ["LayerScale, whole last block, checkpointing"] = options => options with
        {
            Config = WithLayerScale(options.Config),
            Towers = options.Towers with { PooledLastBlock = false, GradientCheckpointing = true },
        },
        ["not causal, biased projection"] = options => options with
        {
            Config = options.Config with
            {
                CustomText = true, Text = options.Config.Text with { NoCausalMask = true, ProjectionBias = true },
            },
        },
        ["pooled at the first token"] = options => options with
        {
            Config = options.Config with { Text = options.Config.Text with { Pooling = TextPooling.First } },
        },
        ["locked image tower"] = options => options with { LockImageUnlockedGroups = 0 },
        ["image tower with its last block unlocked"] = options => options with { LockImageUnlockedGroups = 2 },
        ["locked text tower, image tower but for the embedding"] = options =>
            options with { LockTextUnlockedGroups = 0, LockImageUnlockedGroups = 3 },
        ["no norm ahead of the blocks"] = options => options with
        {
            Config = options.Config with { Vision = (VitConfig)options.Config.Vision with { NoLnPre = true } },
        },
        ["mean of normed patches"] = options => options with { Config = WithPatchMean(options.Config, normAfter: false) },
        ["norm of the patches' mean"] = options => options with { Config = WithPatchMean(options.Config, normAfter: true) },
        ["mean of some patches, checkpointing, micro-batches"] = options => options with
        {
            Config = WithPatchMean(options.Config, normAfter: false),
            Towers = options.Towers with { PatchDropout = 0.5, GradientCheckpointing = true },
            MicroBatch = 3,
        },
        ["mean of patches, image tower locked but for its head"] = options =>
            options with { Config = WithPatchMean(options.Config, normAfter: false), LockImageUnlockedGroups = 1 },
    };

    [KernelTheory]
    [MemberData(nameof(Cases))]
    public void Fused_towers_compute_what_the_plain_ones_do(string change)
    {
        using var plain = Create(change, ComputeKind.Plain);
        using var fused = Create(change, ComputeKind.Fused);
        Assert.False(plain.Model.Towers.Fused);
        Assert.True(fused.Model.Towers.Fused);
        var batch = TinyModel.Batch(plain.Config, Count);
        Closeness.Elements(
            plain.EncodeImages(batch.Pixels, Count), fused.EncodeImages(batch.Pixels, Count), 1e-5, 0, "image embeddings");
        Closeness.Elements(
            plain.EncodeTexts(batch.Tokens, Count), fused.EncodeTexts(batch.Tokens, Count), 1e-5, 0, "text embeddings");

        var (expected, actual) = (plain.ComputeAlone(batch), fused.ComputeAlone(batch));
        Closeness.Relative(expected.Loss, actual.Loss, 1e-6, "loss");
        Closeness.Relative(expected.GradientNorm, actual.GradientNorm, 2e-5, "gradient norm");
        Closeness.L2(plain.Gradients(), fused.Gradients(), 2e-5, "gradient");

        plain.Commit(1e-3);
        fused.Commit(1e-3);
        Closeness.Elements(Values(plain), Values(fused), 2e-4, 0, "parameters behind a step");
        Assert.All(fused.Gradients(), value => Assert.Equal(0, value));
    }

    [KernelFact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        var gradients = new List<float[]>();
        foreach (var threads in new[] { 1, 2, 5 })
        {
            using var replica = Create("everything on", ComputeKind.Fused);
            replica.SetThreads(threads);
            replica.ComputeAlone(TinyModel.Batch(replica.Config, Count));
            gradients.Add(replica.Gradients());
        }

        FusedKernels.SetThreads(0);
        Assert.All(gradients, gradient => Assert.Equal(gradients[0], gradient));
    }

    [KernelFact]
    public void A_bf16_gradient_points_where_the_fp32_one_does()
    {
        if (!FusedKernels.SupportsBFloat16)
            return;
        using var exact = Create("everything on", ComputeKind.Fused);
        using var rounded = TinyModel.Roughen(TinyModel.Create(Options("everything on", ComputeKind.Fused) with
        {
            Towers = new TowerOptions { Precision = PrecisionKind.BFloat16 },
        }));
        var batch = TinyModel.Batch(exact.Config, Count);
        Closeness.Relative(exact.ComputeAlone(batch).Loss, rounded.ComputeAlone(batch).Loss, 5e-3, "loss");
        var distance = Closeness.RelativeL2(exact.Gradients(), rounded.Gradients());
        Assert.InRange(distance, 1e-5, 0.05);
    }

    [KernelFact]
    public void A_token_beyond_the_vocabulary_is_refused_by_its_number()
    {
        using var replica = Create("everything on", ComputeKind.Fused);
        var batch = TinyModel.Batch(replica.Config, 1);
        batch.Tokens[1] = 4711;
        var error = Assert.Throws<ArgumentException>(() => replica.EncodeTexts(batch.Tokens, 1));
        Assert.Contains("4711", error.Message, StringComparison.Ordinal);
    }

    private static Replica Create(string change, ComputeKind compute) =>
        TinyModel.Roughen(TinyModel.Create(Options(change, compute)));

    private static ReplicaOptions Options(string change, ComputeKind compute) =>
        Changes[change](TinyModel.Options(TinyModel.Config)) with { Compute = compute };

    private static ModelConfig WithLayerScale(ModelConfig config) => config with
    {
        Vision = (VitConfig)config.Vision with { LayerScaleInit = 0.3 },
        Text = config.Text with { LayerScaleInit = 0.2 },
    };

    private static ModelConfig WithPatchMean(ModelConfig config, bool normAfter) => config with
    {
        Vision = (VitConfig)config.Vision with { Pooling = ImagePooling.PatchMean, FinalLnAfterPool = normAfter },
    };

    private static float[] Values(Replica replica) => TensorCopy.ToHost(replica.Model.Parameters.Values);
}
