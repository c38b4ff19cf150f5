using System.Collections.Immutable;
using System.Diagnostics;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;
using AkkaClip.TestSupport;

namespace AkkaClip.Benchmarks;

/// <summary>How fast real photos become training batches: decode and crop on one core, random reads of a tar, the whole loader.</summary>
public static class LoaderBenchmark
{
    private const int ImageSize = 224;
    private const int BatchSize = 64;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(3);

    /// <summary>Measures and prints; says so and returns where the photos are absent.</summary>
    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var captions = Path.Combine(TestData.Root, "captions");
        var photos = Path.Combine(captions, "coco_train2017_subset");
        if (!Directory.Exists(photos))
        {
            output.WriteLine($"no photos at {photos} (set AKKACLIP_TEST_DATA)");
            return;
        }
        using (var source = SampleSourceFactory.Open(Spec(DataFormat.Folder, photos)))
            DecodeAndCrop(source, output);
        foreach (var tar in Directory.EnumerateFiles(captions, "*.tar").Order(StringComparer.Ordinal))
        {
            using var source = SampleSourceFactory.Open(Spec(DataFormat.WebDataset, tar));
            RandomReads(source, output);
        }
        // One folder up, the photos have a class, and so a caption.
        using (var source = SampleSourceFactory.Open(Spec(DataFormat.Folder, captions)))
            Loader(source, output);
    }

    private static void DecodeAndCrop(ISampleSource source, TextWriter output)
    {
        var samples = Enumerable.Range(0, (int)source.Count).Select(index => source.Read(index)).ToList();
        using var decoder = new ImageDecoder();
        var (image, resizer, planar) = (new RgbImage(), new BicubicResizer(), new byte[3 * ImageSize * ImageSize]);
        var augmentation = Spec(DataFormat.Folder, "").Augmentation;
        var decode = RatePerCore(round =>
        {
            foreach (var sample in samples)
                decoder.Decode(sample.Image.Span, image);
            return samples.Count;
        });
        var both = RatePerCore(round =>
        {
            foreach (var sample in samples)
            {
                decoder.Decode(sample.Image.Span, image);
                var random = CounterRandom.ForSample(1, RandomPurpose.Augmentation, round, sample.Index);
                resizer.Resize(image, TrainingTransform.Plan(image.Width, image.Height, ImageSize, augmentation, random), ImageSize, planar);
            }
            return samples.Count;
        });
        var megapixels = samples.Average(sample => Pixels(decoder, sample, image)) / 1e6;
        output.WriteLine($"one core, {samples.Count} photos of {megapixels:F2} Mpx on average: decode {decode:F0}/s, decode and random crop to {ImageSize} {both:F0}/s");
    }

    private static void RandomReads(ISampleSource source, TextWriter output)
    {
        var random = CounterRandom.For(1, RandomPurpose.SampleOrder);
        long bytes = 0, numReads = 0;
        var rate = RatePerCore(_ =>
        {
            // Many at once: asking the clock costs more than a read.
            for (var i = 0; i < 256; i++)
                bytes += source.Read(random.NextInt64(source.Count)).Image.Length;
            numReads += 256;
            return 256;
        });
        output.WriteLine($"one thread, {source.Description}: {rate:F0} random reads/s, {rate * bytes / numReads / 1e6:F0} MB/s");
    }

    private static void Loader(ISampleSource source, TextWriter output)
    {
        var spec = Spec(DataFormat.Folder, "");
        var target = new LoaderTarget { ImageSize = ImageSize, ContextLength = 77, GlobalBatch = Math.Min(BatchSize, (int)source.Count), Seed = 1 };
        using var loader = new BatchLoader(source, new LetterTokenizer(), spec, target);
        var plan = new BatchPlan(target.GlobalBatch);
        var rate = Rate(round =>
        {
            loader.Expect([plan.Step(round), plan.Step(round + 1), plan.Step(round + 2)]);
            var batch = loader.LoadAsync(plan.Step(round)).GetAwaiter().GetResult();
            loader.Recycle(batch);
            return batch.Count;
        }, () => Stopwatch.GetElapsedTime(0));
        output.WriteLine($"loader, {Environment.ProcessorCount} threads, batches of {target.GlobalBatch} at {ImageSize}: {rate:F0} samples/s");
    }

    /// <summary>Things a second of one core's time, so that other work on the machine does not count.</summary>
    private static double RatePerCore(Func<long, int> work) => Rate(work, () => Environment.CpuUsage.TotalTime);

    /// <summary>Things a second by the given clock; <paramref name="work"/> gets the number of the round and returns how many it did.</summary>
    private static double Rate(Func<long, int> work, Func<TimeSpan> clock)
    {
        long round = 0, done = 0;
        // The compiler's faster code is ready after some rounds.
        for (var begin = clock(); clock() - begin < s_duration / 2;)
            work(round++);
        var start = clock();
        while (clock() - start < s_duration)
            done += work(round++);
        return done / (clock() - start).TotalSeconds;
    }

    private static double Pixels(ImageDecoder decoder, EncodedSample sample, RgbImage image)
    {
        decoder.Decode(sample.Image.Span, image);
        return (double)image.Width * image.Height;
    }

    internal static DataSpec Spec(DataFormat format, string path) => new()
    {
        Format = format,
        Paths = [path],
        SplitField = "split",
        ImageField = "image",
        CaptionFields = ["class"],
        Vocabulary = "",
        Augmentation = new AugmentationSpec
        {
            CropScale = (0.9, 1.0),
            CropRatio = (3.0 / 4, 4.0 / 3),
            HorizontalFlip = false,
            Mean = ImmutableArray.Create(0.0, 0, 0),
            Std = ImmutableArray.Create(1.0, 1, 1),
        },
        PrefetchBatches = 3,
        Threads = 0,
        MaxReplacedShare = 0,
        ShuffleBlockSamples = 64,
        ShuffleWindowBlocks = 16,
    };

    /// <summary>A token a letter: the real tokenizer is measured on its own.</summary>
    internal sealed class LetterTokenizer : ITokenizer
    {
        public int VocabularySize => EndToken + 1;

        public int StartToken => char.MaxValue + 1;

        public int EndToken => StartToken + 1;

        public void Encode(ReadOnlySpan<char> text, Span<int> ids)
        {
            ids.Clear();
            ids[0] = StartToken;
            var count = Math.Min(text.Length, ids.Length - 2);
            for (var i = 0; i < count; i++)
                ids[i + 1] = text[i];
            ids[count + 1] = EndToken;
        }
    }
}
