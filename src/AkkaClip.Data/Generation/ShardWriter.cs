using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Shards;

namespace AkkaClip.Data.Generation;

/// <summary>Makes the samples of one shard and writes them as WebDataset tar: picture, caption, metadata.</summary>
internal sealed class ShardWriter(GenerationOptions options)
{
    private readonly SceneRenderer _renderer = new(options.ImageSize);

    /// <summary>Writes the shard; returns its manifest entry and the metadata of its samples.</summary>
    public (GenerationManifest.ShardEntry Entry, ImmutableArray<GeneratedSample> Samples) Write(
        GenerationPlan.Shard shard, string folder, Action sampleDone, CancellationToken cancellation)
    {
        var samples = ImmutableArray.CreateBuilder<GeneratedSample>(shard.Count);
        var path = Path.Combine(folder, shard.FileName);
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
        using (var tar = new TarWriter(file, TarEntryFormat.Ustar))
        {
            for (var i = 0; i < shard.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                samples.Add(WriteSample(shard, shard.First + i, tar));
                sampleDone();
            }
        }

        using var written = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(written));
        return (new(shard.Split, shard.FileName, shard.Count, written.Length, hash), samples.MoveToImmutable());
    }

    private GeneratedSample WriteSample(GenerationPlan.Shard shard, long number, TarWriter tar)
    {
        var random = CounterRandom.For(options.Seed, RandomPurpose.GeneratedData, shard.SplitNumber, number);
        var scene = SceneSampler.Draw(ClassOf(shard, number), random);
        var pixels = _renderer.Render(scene, random);
        var sample = new GeneratedSample
        {
            Key = $"{shard.Split}-{number:00000000}",
            Split = shard.Split,
            Class = scene.Class.Name,
            Color = Words.Of(scene.Class.Color),
            Shape = Words.Of(scene.Class.Shape),
            Texture = Words.Of(scene.Texture),
            Size = Words.Of(scene.Size),
            Count = scene.Shapes.Length,
            Background = scene.HasDarkBackground ? "dark" : "light",
            Caption = CaptionWriter.Draw(scene, random),
            AlternativeCaption = CaptionWriter.Draw(scene, random),
            FullCaption = CaptionWriter.DrawFull(scene, random),
        };

        ReproducibleTar.Add(tar, $"{sample.Key}.png", PngEncoder.Encode(pixels.Span, options.ImageSize, options.ImageSize));
        ReproducibleTar.Add(tar, $"{sample.Key}.txt", Encoding.UTF8.GetBytes(sample.Caption));
        ReproducibleTar.Add(tar, $"{sample.Key}.json", JsonSerializer.SerializeToUtf8Bytes(sample, GenerationJson.Default.GeneratedSample));
        return sample;
    }

    // Every class once in each round, so that any beginning of a split is balanced, in an order drawn for the round, so that
    // every tenth sample is no other mixture.
    private Combination ClassOf(GenerationPlan.Shard shard, long number)
    {
        var (round, place) = Math.DivRem(number, shard.Classes.Length);
        Combination[] order = [.. shard.Classes];
        CounterRandom.For(options.Seed, RandomPurpose.GeneratedData, shard.SplitNumber, -1, round).Shuffle<Combination>(order);
        return order[place];
    }
}
