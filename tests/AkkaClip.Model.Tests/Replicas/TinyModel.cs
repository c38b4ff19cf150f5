using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Tests.Replicas;

/// <summary>Small models and random batches that need no test data.</summary>
internal static class TinyModel
{
    private const int Vocabulary = 50;

    public static ModelConfig Config { get; } = new()
    {
        Name = "tiny",
        EmbedDim = 12,
        Vision = new VitConfig { ImageSize = 16, PatchSize = 4, Width = 16, HeadWidth = 8, Layers = 2 },
        Text = new TextConfig { ContextLength = 10, VocabSize = Vocabulary, Width = 12, Heads = 3, Layers = 2 },
    };

    public static ModelConfig ResNetConfig { get; } = Config with
    {
        Name = "tiny-resnet",
        Vision = new ResNetConfig { ImageSize = 64, Width = 4, HeadWidth = 32, StageLayers = [1, 2, 1, 1] },
    };

    public static ReplicaOptions Options(ModelConfig config) => new()
    {
        Config = config,
        Loss = LossKind.Clip,
        Compute = ComputeKind.Plain,
        Device = "cpu",
        Seed = 7,
        Towers = new TowerOptions(),
        Optimizer = new AdamWOptions(0.9, 0.98, 1e-6, 0.2, DecayRule.V4, ClipNorm: 1),
    };

    public static Replica Create(ReplicaOptions options) => Replica.Create(options, TimeProvider.System);

    /// <summary>Moves every parameter off its start: gains of 0 and 1 and biases of 0 would hide mistakes.</summary>
    public static Replica Roughen(Replica replica)
    {
        var state = replica.CaptureState();
        foreach (var slot in replica.Layout.Parameters.Slots.Where(slot => slot.Tower != TowerKind.Loss))
        {
            var random = CounterRandom.For(11, RandomPurpose.GeneratedData, slot.Offset);
            foreach (ref var value in state.Values.AsSpan((int)slot.Offset, slot.Length))
                value += (float)random.NextDouble(-0.2, 0.2);
        }

        replica.RestoreState(state);
        return replica;
    }

    /// <summary>Random pictures; texts of a start token, words and the end token, 3 to 10 tokens long.</summary>
    public static Batch Batch(ModelConfig config, int count, long firstPosition = 0)
    {
        var batch = new Batch
        {
            FirstPosition = firstPosition,
            ImageSize = config.Vision.ImageSize,
            ContextLength = config.Text.ContextLength,
            Pixels = new byte[count * 3 * config.Vision.ImageSize * config.Vision.ImageSize],
            Tokens = new int[count * config.Text.ContextLength],
            SampleIds = new long[count],
        };
        for (var row = 0; row < count; row++)
            Fill(batch, row, config, CounterRandom.For(3, RandomPurpose.GeneratedData, firstPosition + row));
        return batch;
    }

    private static void Fill(Batch batch, int row, ModelConfig config, CounterRandom random)
    {
        batch.SampleIds[row] = batch.FirstPosition + row;
        var imageBytes = batch.Pixels.Length / batch.Count;
        foreach (ref var pixel in batch.Pixels.AsSpan(row * imageBytes, imageBytes))
            pixel = (byte)random.NextInt(256);
        var text = batch.Tokens.AsSpan(row * config.Text.ContextLength, config.Text.ContextLength);
        var length = 3 + random.NextInt(config.Text.ContextLength - 2);
        text[0] = Vocabulary - 2;
        for (var position = 1; position < length - 1; position++)
            text[position] = 1 + random.NextInt(Vocabulary - 3);
        text[length - 1] = Vocabulary - 1;
    }
}
