using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Tests.Golden;
using AkkaClip.Model.Towers;
using Xunit;

namespace AkkaClip.Model.Tests.Replicas;

/// <summary>What is switched for speed or memory changes no number beyond rounding.</summary>
public sealed class SwitchTests
{
    private const int Count = 11;

    private static readonly TowerOptions Plainest = new() { TrimText = false, PooledLastBlock = false };

    public static TheoryData<string> Models => [.. Configs.Keys];

    private static Dictionary<string, ModelConfig> Configs { get; } = new()
    {
        ["as in CLIP"] = TinyModel.Config,
        ["mean of patches, norm behind it"] = TinyModel.Config with
        {
            Vision = ((VitConfig)TinyModel.Config.Vision) with { Pooling = ImagePooling.PatchMean, FinalLnAfterPool = true },
        },
        ["mean of patches, no first norm, LayerScale"] = TinyModel.Config with
        {
            QuickGelu = true,
            Vision = ((VitConfig)TinyModel.Config.Vision) with { Pooling = ImagePooling.PatchMean, NoLnPre = true, LayerScaleInit = 0.5 },
        },
        ["bidirectional text, last token, projection with bias"] = TinyModel.Config with
        {
            CustomText = true,
            Text = TinyModel.Config.Text with { NoCausalMask = true, Pooling = TextPooling.Last, ProjectionBias = true },
        },
        ["bidirectional text, first token"] = TinyModel.Config with
        {
            Text = TinyModel.Config.Text with { NoCausalMask = true, Pooling = TextPooling.First },
        },
        ["bidirectional text, end token"] = TinyModel.Config with { Text = TinyModel.Config.Text with { NoCausalMask = true } },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Trimmed_texts_change_nothing(string model) => Check(model, Plainest with { TrimText = true });

    [Theory]
    [MemberData(nameof(Models))]
    public void The_last_block_for_the_pooled_token_alone_changes_nothing(string model) =>
        Check(model, Plainest with { PooledLastBlock = true });

    [Theory]
    [MemberData(nameof(Models))]
    public void Both_together_change_nothing(string model) => Check(model, new TowerOptions());

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradient_checkpointing_changes_nothing(string model) =>
        Check(model, new TowerOptions { GradientCheckpointing = true });

    [Theory]
    [MemberData(nameof(Models))]
    public void Bfloat16_comes_close(string model)
    {
        using var exact = Roughened(model, new TowerOptions());
        using var narrow = Roughened(model, new TowerOptions { Precision = PrecisionKind.BFloat16 });
        var batch = TinyModel.Batch(exact.Config, Count);
        Closeness.Relative(exact.ComputeAlone(batch).Loss, narrow.ComputeAlone(batch).Loss, 0.02, "loss");
        var distance = Closeness.RelativeL2(exact.Gradients(), narrow.Gradients());
        Assert.InRange(distance, 1e-6, 0.1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Patch_dropout_keeps_the_same_patches_at_every_replay(int microBatch)
    {
        var options = TinyModel.Options(TinyModel.Config) with
        {
            MicroBatch = microBatch,
            Towers = new TowerOptions { PatchDropout = 0.5, GradientCheckpointing = true },
        };
        using var replica = TinyModel.Create(options);
        var batch = TinyModel.Batch(TinyModel.Config, Count, firstPosition: 100);
        var first = replica.ComputeAlone(batch);
        var gradients = replica.Gradients();
        Assert.Equal(first.Loss, replica.ComputeAlone(batch).Loss);
        Assert.Equal(gradients, replica.Gradients());
        var elsewhere = TinyModel.Batch(TinyModel.Config, Count, firstPosition: 200);
        Assert.NotEqual(first.Loss, replica.ComputeAlone(elsewhere).Loss);
    }

    private static void Check(string model, TowerOptions switched)
    {
        using var plain = Roughened(model, Plainest);
        using var other = Roughened(model, switched);
        var batch = TinyModel.Batch(plain.Config, Count);
        Closeness.Relative(plain.ComputeAlone(batch).Loss, other.ComputeAlone(batch).Loss, 5e-6, "loss");
        Closeness.L2(plain.Gradients(), other.Gradients(), 1e-5, "the gradient");
        var features = plain.EncodeTexts(batch.Tokens, Count);
        Closeness.Elements(features, other.EncodeTexts(batch.Tokens, Count), 3e-6, 0, "text embeddings");
    }

    private static Replica Roughened(string model, TowerOptions towers) =>
        TinyModel.Roughen(TinyModel.Create(TinyModel.Options(Configs[model]) with { Towers = towers }));
}
