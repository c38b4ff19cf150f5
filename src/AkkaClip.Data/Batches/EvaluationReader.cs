using System.Runtime.ExceptionServices;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Batches;

/// <summary>Reads a source from its start, by OpenCLIP's evaluation transform, each sample once.</summary>
public sealed class EvaluationReader : IDisposable
{
    private readonly ISampleSource _source;
    private readonly int _imageSize;
    private readonly ResizeKind _resize;
    private readonly Worker[] _workers;

    /// <param name="source">The data; it stays the caller's.</param>
    /// <param name="imageSize">Edge s of the square images.</param>
    /// <param name="resize">How they become square.</param>
    /// <param name="numThreads">Decoding threads; 0: one a core.</param>
    public EvaluationReader(ISampleSource source, int imageSize, ResizeKind resize, int numThreads = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageSize);
        (_source, _imageSize, _resize) = (source, imageSize, resize);
        _workers = [.. Enumerable.Range(0, numThreads > 0 ? numThreads : Environment.ProcessorCount).Select(_ => new Worker())];
    }

    /// <summary>The samples in their order, in batches; the last may be short, and one whose samples are all unusable is empty.</summary>
    /// <param name="batchSize">Samples read at once.</param>
    /// <param name="maxSamples">At most so many are read; 0: all.</param>
    /// <exception cref="DataSourceException">The data became unreadable.</exception>
    public IEnumerable<EvaluationBatch> Read(int batchSize, long maxSamples = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        var end = maxSamples > 0 ? Math.Min(maxSamples, _source.Count) : _source.Count;
        for (long first = 0; first < end; first += batchSize)
            yield return ReadBatch(first, (int)Math.Min(batchSize, end - first));
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Decoder.Dispose();
    }

    private EvaluationBatch ReadBatch(long first, int count)
    {
        var imageBytes = 3 * _imageSize * _imageSize;
        var pixels = new byte[count * imageBytes];
        var samples = new EncodedSample[count];
        var next = -1;
        try
        {
            Parallel.For(0, _workers.Length, new ParallelOptions { MaxDegreeOfParallelism = _workers.Length }, worker =>
            {
                for (int row; (row = Interlocked.Increment(ref next)) < count;)
                    samples[row] = ReadRow(_workers[worker], first + row, pixels.AsSpan(row * imageBytes, imageBytes));
            });
        }
        catch (AggregateException errors)
        {
            // One is enough to say, and callers know it by its own type.
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
        return WithoutProblems(pixels, samples, imageBytes);
    }

    private EncodedSample ReadRow(Worker worker, long index, Span<byte> pixels)
    {
        var sample = _source.Read(index);
        var problem = sample.Problem ?? worker.Decoder.Decode(sample.Image.Span, worker.Image);
        sample = sample with { Image = ReadOnlyMemory<byte>.Empty };
        if (problem is not null)
            return sample with { Problem = problem with { Message = $"'{sample.Key}': {problem.Message}" } };
        var plan = EvaluationTransform.Plan(worker.Image.Width, worker.Image.Height, _imageSize, _resize);
        worker.Resizer.Resize(worker.Image, plan, _imageSize, pixels);
        return sample;
    }

    /// <summary>Moves the usable rows together.</summary>
    private static EvaluationBatch WithoutProblems(byte[] pixels, EncodedSample[] samples, int imageBytes)
    {
        var kept = 0;
        for (var row = 0; row < samples.Length; row++)
        {
            if (samples[row].Problem is null)
                pixels.AsSpan(row * imageBytes, imageBytes).CopyTo(pixels.AsSpan(kept++ * imageBytes));
        }
        return new EvaluationBatch
        {
            Pixels = kept == samples.Length ? pixels : pixels[..(kept * imageBytes)],
            Samples = [.. samples.Where(sample => sample.Problem is null)],
            Problems = [.. samples.Where(sample => sample.Problem is not null).Select(sample => sample.Problem!)],
        };
    }

    private sealed class Worker
    {
        public ImageDecoder Decoder { get; } = new();

        public RgbImage Image { get; } = new();

        public BicubicResizer Resizer { get; } = new();
    }
}
