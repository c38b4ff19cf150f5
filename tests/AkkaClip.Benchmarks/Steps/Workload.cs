using System.Collections.Immutable;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;
using AkkaClip.Model.Configs;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>A model with a batch of random pictures and of captions as long as real ones.</summary>
/// <param name="MeanCaption">Tokens of a caption on average, start and end included.</param>
internal sealed record Workload(string Name, ModelConfig Config, int BatchSize, int MeanCaption)
{
    private const int SmallVocabulary = 4096;

    public static ImmutableArray<Workload> All { get; } =
    [
        new("ViT-B-32", ModelConfigs.Resolve("ViT-B-32"), BatchSize: 32, MeanCaption: 20),
        new("small-64", ModelConfigs.Resolve("small-64").WithVocabulary(SmallVocabulary), BatchSize: 256, MeanCaption: 16),
    ];

    /// <summary>Tokens of every caption: between half and one and a half times the mean, evenly.</summary>
    public int[] CaptionLengths()
    {
        var random = CounterRandom.For(1, RandomPurpose.GeneratedData, 0);
        var lengths = new int[BatchSize];
        foreach (ref var length in lengths.AsSpan())
            length = Math.Min(Config.Text.ContextLength, (MeanCaption / 2) + random.NextInt(MeanCaption + 1));
        return lengths;
    }

    public Batch Batch()
    {
        var (size, context, vocabulary) = (Config.Vision.ImageSize, Config.Text.ContextLength, Config.Text.VocabSize);
        var random = CounterRandom.For(2, RandomPurpose.GeneratedData, 0);
        var pixels = new byte[BatchSize * 3 * size * size];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = (byte)random.NextInt(256);
        var tokens = new int[BatchSize * context];
        var lengths = CaptionLengths();
        for (var row = 0; row < BatchSize; row++)
        {
            var text = tokens.AsSpan(row * context, lengths[row]);
            foreach (ref var token in text)
                token = 1 + random.NextInt(vocabulary - 3);
            text[0] = vocabulary - 2;
            text[^1] = vocabulary - 1;
        }

        return new Batch
        {
            FirstPosition = 0, ImageSize = size, ContextLength = context, Pixels = pixels, Tokens = tokens,
            SampleIds = [.. Enumerable.Range(0, BatchSize).Select(row => (long)row)],
        };
    }

    /// <summary>A contiguous part of the batch, as one of several trainers gets it.</summary>
    public Batch Slice(int first, int count)
    {
        var whole = Batch();
        var (imageBytes, context) = (whole.Pixels.Length / BatchSize, whole.ContextLength);
        return new Batch
        {
            FirstPosition = first, ImageSize = whole.ImageSize, ContextLength = context,
            Pixels = whole.Pixels[(first * imageBytes)..((first + count) * imageBytes)],
            Tokens = whole.Tokens[(first * context)..((first + count) * context)],
            SampleIds = whole.SampleIds[first..(first + count)],
        };
    }
}
