using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;

namespace AkkaClip.Data.Batches;

/// <inheritdoc cref="IBatchLoader"/>
/// <remarks>
/// A fixed set of threads takes row after row: first of the batches that someone waits for, then of those to come. Each
/// thread owns its decoder and buffers, so that nothing but the encoded files is allocated per sample; a batch's arrays
/// come back by <see cref="Recycle"/>.
/// </remarks>
public sealed class BatchLoader : IBatchLoader
{
    /// <summary>Replacements tried for one position before the data is called unusable.</summary>
    private const int MaxAttempts = 100;

    private readonly ISampleSource _source;
    private readonly LoaderTarget _target;
    private readonly SampleOrder _order;
    private readonly DecodedImageCache _cache;
    private readonly ReplacementLedger _ledger;
    private readonly BatchQueue _queue;
    private readonly Thread[] _threads;

    /// <param name="source">The data; it stays the caller's, and must outlive the loader.</param>
    /// <param name="tokenizer">For the captions.</param>
    /// <param name="spec">Augmentation, order, threads, limits.</param>
    /// <param name="target">What the batches are for.</param>
    /// <exception cref="DataSourceException">The batch is larger than the data set, or an image library is missing.</exception>
    public BatchLoader(ISampleSource source, ITokenizer tokenizer, DataSpec spec, LoaderTarget target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(target);
        if (target.GlobalBatch > source.Count)
            throw new DataSourceException(
                source.Description,
                $"a batch of {target.GlobalBatch} is larger than the data set of {source.Count}",
                $"take a global batch of at most {source.Count}");
        (_source, _target) = (source, target);
        _order = new SampleOrder(source.Count, target.Seed, spec.ShuffleBlockSamples, spec.ShuffleWindowBlocks);
        _cache = new DecodedImageCache((long)spec.CacheMegabytes << 20);
        _ledger = new ReplacementLedger(source.Description, spec.MaxReplacedShare, source.Count);
        _queue = new BatchQueue(target, spec.PrefetchBatches);
        var numThreads = spec.Threads > 0 ? spec.Threads : Environment.ProcessorCount;
        _threads = [.. Enumerable.Range(0, numThreads).Select(number => new Thread(MakeRows) { IsBackground = true, Name = $"data loader {number}" })];
        foreach (var thread in _threads)
            thread.Start(new RowMaker(source, tokenizer, spec.Augmentation, target, _cache));
    }

    public LoaderStatistics Statistics => _ledger.Snapshot(_cache.Bytes);

    public Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slice.Start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slice.Count);
        return cancellation.IsCancellationRequested
            ? Task.FromCanceled<Batch>(cancellation)
            : _queue.Request(slice, cancellation);
    }

    public void Expect(IReadOnlyList<PositionRange> upcoming)
    {
        ArgumentNullException.ThrowIfNull(upcoming);
        _queue.Expect(upcoming);
    }

    public void Recycle(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _queue.Recycle(new BatchBuffers(batch.Pixels, batch.Tokens, batch.SampleIds));
    }

    /// <summary>Stops the threads and waits for them; batches that someone waits for are cancelled.</summary>
    public void Dispose()
    {
        _queue.Close();
        foreach (var thread in _threads)
            thread.Join();
    }

    private void MakeRows(object? state)
    {
        using var maker = (RowMaker)state!;
        while (_queue.Take() is (var job, var row))
        {
            var replaced = false;
            Exception? error = null;
            try
            {
                replaced = MakeRow(maker, job, row);
            }
#pragma warning disable CA1031 // Whatever goes wrong belongs to whoever waits for the batch, and must not end the process.
            catch (Exception caught)
#pragma warning restore CA1031
            {
                error = caught;
            }
            _queue.End(job, replaced, error);
        }
    }

    /// <summary>Makes a row from its position's sample, or from the first replacement that is usable.</summary>
    /// <returns>Whether it was replaced.</returns>
    private bool MakeRow(RowMaker maker, BatchJob job, int row)
    {
        var position = job.Range.Start + row;
        var imageBytes = 3 * _target.ImageSize * _target.ImageSize;
        var pixels = job.Buffers.Pixels.AsSpan(row * imageBytes, imageBytes);
        var tokens = job.Buffers.Tokens.AsSpan(row * _target.ContextLength, _target.ContextLength);
        var sample = _order.At(position);
        for (var attempt = 0; ; attempt++)
        {
            if (maker.Make(sample, pixels, tokens) is not { } problem)
            {
                job.Buffers.SampleIds[row] = sample.Index;
                _ledger.CountMade();
                return attempt > 0;
            }
            // Counted by samples that failed, so that the reasons add up to them.
            _ledger.CountReplaced(problem);
            if (attempt == MaxAttempts)
                throw new DataSourceException(
                    _source.Description,
                    $"position {position}: {MaxAttempts} replacements in a row are unusable, the last: {problem.Message}",
                    "repair the data");
            sample = _order.Replacement(position, attempt + 1);
        }
    }
}
