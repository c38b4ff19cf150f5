using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Batches;

public sealed class BatchLoaderTests
{
    private const int Size = 8;
    private const int Context = 4;

    private static readonly DataSpec s_spec = Build.Spec(DataFormat.Folder, "memory");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    public async Task A_step_is_the_same_however_it_is_split_and_by_whatever_threads(int numThreads, int numParts)
    {
        using var source = new MemorySource(20, numCaptions: 3, broken: [3, 11]);
        using var whole = Loader(source, s_spec with { Threads = 2 });
        using var parts = Loader(source, s_spec with { Threads = numThreads, PrefetchBatches = 0 });
        var plan = new BatchPlan(7);
        // Backwards, so that nothing can depend on what was asked before.
        for (var step = 8; step >= 0; step--)
        {
            var expected = await whole.LoadAsync(plan.Step(step));
            var rows = new List<Batch>();
            for (var rank = 0; rank < numParts; rank++)
                rows.Add(await parts.LoadAsync(plan.Slice(step, rank, numParts)));
            Assert.Equal(expected.Pixels, rows.SelectMany(batch => batch.Pixels));
            Assert.Equal(expected.Tokens, rows.SelectMany(batch => batch.Tokens));
            Assert.Equal(expected.SampleIds, rows.SelectMany(batch => batch.SampleIds));
            Assert.Equal(expected.NumReplaced, rows.Sum(batch => batch.NumReplaced));
        }
    }

    [Fact]
    public async Task Every_epoch_has_every_sample_once_and_other_crops()
    {
        using var source = new MemorySource(20);
        using var loader = Loader(source, s_spec);
        var (first, second) = (await loader.LoadAsync(new PositionRange(0, 20)), await loader.LoadAsync(new PositionRange(20, 20)));
        Assert.Equal(Enumerable.Range(0, 20).Select(index => (long)index), first.SampleIds.Order());
        Assert.Equal(first.SampleIds.Order(), second.SampleIds.Order());
        Assert.NotEqual(PixelsOf(first, 5), PixelsOf(second, 5));
        Assert.All(Enumerable.Range(0, 20), row => Assert.Equal(first.SampleIds[row] * 10, first.Tokens[(row * Context) + 1]));
    }

    [Fact]
    public async Task One_of_several_captions_is_chosen_evenly()
    {
        const int NumEpochs = 200;
        using var source = new MemorySource(5, numCaptions: 5);
        using var loader = Loader(source, s_spec, globalBatch: 5);
        var batch = await loader.LoadAsync(new PositionRange(0, 5 * NumEpochs));
        var chosen = Enumerable.Range(0, batch.Count).CountBy(row => batch.Tokens[(row * Context) + 1] % 10).ToDictionary();
        // 200 of 1000 each; standard deviation 12.6, four of them allowed.
        Assert.All(Enumerable.Range(0, 5), caption => Assert.InRange(chosen[caption], 150, 250));
    }

    [Fact]
    public async Task A_broken_sample_is_replaced_by_its_position_and_counted_by_its_reason()
    {
        using var source = new MemorySource(20, 1, broken: [3]);
        using var loader = Loader(source, s_spec);
        var order = new SampleOrder(20, seed: 42, s_spec.ShuffleBlockSamples, s_spec.ShuffleWindowBlocks);
        var batch = await loader.LoadAsync(new PositionRange(0, 20));
        var row = Enumerable.Range(0, 20).Single(position => order.At(position).Index == 3);
        Assert.Equal(1, batch.NumReplaced);
        Assert.Equal(order.Replacement(row, 1).Index, batch.SampleIds[row]);
        Assert.Equal(1, loader.Statistics.NumReplaced[SampleProblemKind.TruncatedImage]);
        Assert.Equal(20, loader.Statistics.NumSamples);
        Assert.Contains("sample 3", Assert.Single(loader.Statistics.RecentProblems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_broken_samples_are_an_error_that_names_reason_and_sample()
    {
        using var source = new MemorySource(20, 1, broken: [.. Enumerable.Range(0, 15)]);
        using var loader = Loader(source, s_spec with { MaxReplacedShare = 0.1 });
        var error = await Assert.ThrowsAsync<DataSourceException>(() => loader.LoadAsync(new PositionRange(0, 20)));
        Assert.Contains("TruncatedImage", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_without_one_usable_sample_is_an_error_and_no_endless_search()
    {
        using var source = new MemorySource(5, 1, broken: [0, 1, 2, 3, 4]);
        using var loader = Loader(source, s_spec with { MaxReplacedShare = 1 }, globalBatch: 5);
        await Assert.ThrowsAsync<DataSourceException>(() => loader.LoadAsync(new PositionRange(0, 5)));
    }

    [Fact]
    public async Task Samples_without_a_caption_are_replaced_too()
    {
        using var source = new MemorySource(5, numCaptions: 0);
        using var loader = Loader(source, s_spec with { MaxReplacedShare = 0 }, globalBatch: 5);
        var error = await Assert.ThrowsAsync<DataSourceException>(() => loader.LoadAsync(new PositionRange(0, 5)));
        Assert.Contains("MissingCaption", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_larger_than_the_data_set_is_refused()
    {
        using var source = new MemorySource(5);
        var error = Assert.Throws<DataSourceException>(() => Loader(source, s_spec, globalBatch: 6));
        Assert.Contains("6 is larger than the data set of 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decoded_pictures_are_kept_within_the_budget_and_give_the_same_pixels()
    {
        using var source = new MemorySource(20);
        using var plain = Loader(source, s_spec);
        using var caching = Loader(source, s_spec with { CacheMegabytes = 1 });
        var slice = new PositionRange(0, 20);
        await caching.LoadAsync(slice);
        var numReads = source.NumReads;
        Assert.Equal((await caching.LoadAsync(slice)).Pixels, (await plain.LoadAsync(slice)).Pixels);
        Assert.Equal(numReads + 20, source.NumReads);
        Assert.InRange(caching.Statistics.CachedBytes, 20 * 12 * 10 * 3, 1 << 20);
    }

    [Fact]
    public async Task Expected_batches_are_made_ahead_as_many_as_allowed()
    {
        using var source = new MemorySource(20);
        using var loader = Loader(source, s_spec with { PrefetchBatches = 2 });
        loader.Expect([new(0, 4), new(4, 4), new(8, 4)]);
        await loader.LoadAsync(new PositionRange(0, 4));
        await loader.LoadAsync(new PositionRange(4, 4));
        Assert.Equal(8, source.NumReads);
    }

    [Fact]
    public async Task Expectations_may_change_at_any_time_and_buffers_come_back()
    {
        using var source = new MemorySource(20);
        using var loader = Loader(source, s_spec);
        using var reference = Loader(source, s_spec);
        for (var step = 0; step < 50; step++)
        {
            loader.Expect([new(step * 3, 5), new((step * 3) + 40, 4)]);
            var batch = await loader.LoadAsync(new PositionRange(step * 2, 5));
            var expected = await reference.LoadAsync(new PositionRange(step * 2, 5));
            Assert.Equal(expected.Pixels, batch.Pixels);
            Assert.Equal(expected.Tokens, batch.Tokens);
            loader.Recycle(batch);
        }
    }

    [Fact]
    public async Task A_cancelled_request_lets_the_next_one_through()
    {
        using var source = new MemorySource(20);
        using var loader = Loader(source, s_spec);
        using var cancelled = new CancellationTokenSource();
        source.Gate.Reset();
        var request = loader.LoadAsync(new PositionRange(0, 20), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loader.LoadAsync(new PositionRange(0, 20), cancelled.Token));
        source.Gate.Set();
        Assert.Equal(20, (await loader.LoadAsync(new PositionRange(0, 20))).Count);
    }

    [Fact]
    public async Task A_closed_loader_refuses_requests()
    {
        using var source = new MemorySource(20);
        var loader = Loader(source, s_spec);
        loader.Dispose();
        loader.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => loader.LoadAsync(new PositionRange(0, 1)));
    }

    private static byte[] PixelsOf(Batch batch, long sample)
    {
        var row = Array.IndexOf(batch.SampleIds, sample);
        return batch.Pixels[(row * 3 * Size * Size)..((row + 1) * 3 * Size * Size)];
    }

    private static BatchLoader Loader(ISampleSource source, DataSpec spec, int globalBatch = 7) => new(
        source,
        new WordTokenizer(),
        spec,
        new LoaderTarget { ImageSize = Size, ContextLength = Context, GlobalBatch = globalBatch, Seed = 42 });
}
