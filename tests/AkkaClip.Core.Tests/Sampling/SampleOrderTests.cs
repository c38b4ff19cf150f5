using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Tests.Sampling;

public class SampleOrderTests
{
    /// <summary>N, block, window: below, at and beside every boundary that the layout knows.</summary>
    public static TheoryData<long, int, int> Sizes()
    {
        var sizes = new TheoryData<long, int, int>();
        foreach (var (block, window) in new[] { (1, 1), (1, 5), (4, 1), (4, 3), (7, 2), (16, 1000) })
        {
            foreach (var numSamples in new long[] { 1, 2, 3, 4, 5, 11, 12, 13, 27, 28, 29, 83, 84, 85, 1000, 1009 })
                sizes.Add(numSamples, block, window);
        }
        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_epoch_visits_every_sample_once(long numSamples, int block, int window)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var order = new SampleOrder(numSamples, seed, block, window);
            for (var epoch = 0; epoch < 4; epoch++)
                Assert.Equal(Range(numSamples), IndicesOf(order, epoch).Order());
        }
    }

    [Fact]
    public void Random_sizes_are_permuted_too()
    {
        var random = CounterRandom.For(11, RandomPurpose.GeneratedData);
        for (var round = 0; round < 300; round++)
        {
            var numSamples = 1 + random.NextInt(3000);
            var order = new SampleOrder(numSamples, round, 1 + random.NextInt(200), 1 + random.NextInt(20));
            Assert.Equal(Range(numSamples), IndicesOf(order, epoch: round).Order());
        }
    }

    [Fact]
    public void Positions_may_be_asked_for_in_any_order_and_from_anywhere()
    {
        var straight = new SampleOrder(997, 3, 16, 4);
        var expected = Range(5 * 997).Select(straight.At).ToArray();

        var positions = Range(5 * 997).ToArray();
        CounterRandom.For(1, RandomPurpose.GeneratedData).Shuffle(positions.AsSpan());
        var resumed = new SampleOrder(997, 3, 16, 4);
        foreach (var position in positions)
            Assert.Equal(expected[position], resumed.At(position));
    }

    [Fact]
    public void Threads_may_ask_for_different_epochs_at_once()
    {
        var order = new SampleOrder(101, 3, 8, 2);
        var expected = Range(101 * 50).Select(new SampleOrder(101, 3, 8, 2).At).ToArray();
        Parallel.For(0, expected.Length, step =>
        {
            var position = step * 37 % expected.Length;
            Assert.Equal(expected[position], order.At(position));
        });
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_of_their_own()
    {
        var order = new SampleOrder(10_000, 1, 64, 8);
        var other = new SampleOrder(10_000, 2, 64, 8);

        Assert.True(Agreement(IndicesOf(order, 0), IndicesOf(order, 1)) < 0.01);
        Assert.True(Agreement(IndicesOf(order, 0), IndicesOf(other, 0)) < 0.01);
        Assert.True(Agreement(IndicesOf(order, 0), [.. Range(10_000)]) < 0.01);
    }

    [Fact]
    public void A_window_reads_few_blocks_and_no_block_twice()
    {
        const int Block = 32, Window = 5;
        var order = new SampleOrder(10_007, 9, Block, Window);

        var blocks = IndicesOf(order, epoch: 2).Select(index => index / Block).ToArray();
        var lastUse = blocks.Select((block, at) => (block, at)).GroupBy(use => use.block).ToDictionary(uses => uses.Key, uses => uses.Max(use => use.at));
        var open = new HashSet<long>();
        for (var at = 0; at < blocks.Length; at++)
        {
            open.Add(blocks[at]);
            Assert.True(open.Count <= 2 * Window, $"{open.Count} blocks are in use at {at}");
            open.RemoveWhere(block => lastUse[block] <= at);
        }
    }

    [Fact]
    public void Every_sample_comes_about_equally_often_at_every_place()
    {
        // 60 samples in blocks of 8 (the last of 4) over 30,000 epochs: 500 of each sample at each place are expected,
        // with a standard deviation of about 22.
        const int NumSamples = 60, NumEpochs = 30_000;
        var order = new SampleOrder(NumSamples, 5, 8, 100);
        var counts = new int[NumSamples, NumSamples];
        for (var position = 0L; position < (long)NumSamples * NumEpochs; position++)
            counts[position % NumSamples, order.At(position).Index]++;

        const double Expected = (double)NumEpochs / NumSamples;
        var chiSquared = counts.Cast<int>().Sum(count => (count - Expected) * (count - Expected) / Expected);
        var freedom = (NumSamples - 1) * (NumSamples - 1);
        Assert.InRange(chiSquared, freedom - (5 * Math.Sqrt(2 * freedom)), freedom + (5 * Math.Sqrt(2 * freedom)));
    }

    [Fact]
    public void Neighbours_in_the_stream_are_no_neighbours_in_the_data()
    {
        var indices = IndicesOf(new SampleOrder(20_000, 5, 256, 16), epoch: 0);
        var adjacent = indices.Zip(indices.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) == 1);

        // Of 4,096 samples of a window a random neighbour follows with probability 2 / 4,095: 10 in 20,000.
        Assert.InRange(adjacent, 0, 40);
    }

    [Theory]
    [InlineData(SampleOrder.MaxSamples)]
    [InlineData(SampleOrder.MaxSamples - 1)]
    [InlineData(2_300_000_007)]
    public void Huge_data_sets_cost_nothing_and_do_not_repeat(long numSamples)
    {
        var order = new SampleOrder(numSamples, 5, 1024, 64);
        var seen = new HashSet<long>();
        for (var step = 0L; step < 200_000; step++)
        {
            var (epoch, index) = order.At((3 * numSamples) + (step * (numSamples / 200_000)));
            Assert.Equal(3, epoch);
            Assert.InRange(index, 0, numSamples - 1);
            Assert.True(seen.Add(index));
        }
    }

    [Fact]
    public void Replacements_depend_on_the_position_alone_and_are_other_samples()
    {
        var order = new SampleOrder(1000, 5, 16, 4);
        for (var position = 0L; position < 3000; position++)
        {
            var own = order.At(position);
            for (var attempt = 1; attempt <= 12; attempt++)
            {
                var candidate = order.Replacement(position, attempt);
                Assert.Equal(own.Epoch, candidate.Epoch);
                Assert.NotEqual(own.Index, candidate.Index);
                Assert.Equal(candidate, new SampleOrder(1000, 5, 16, 4).Replacement(position, attempt));
            }
        }
    }

    [Fact]
    public void First_replacements_are_from_the_window_and_later_ones_from_anywhere()
    {
        const int Block = 16;
        var order = new SampleOrder(16_000, 5, Block, 4);
        var windowBlocks = Range(64).Select(position => order.At(position).Index / Block).ToHashSet();

        Assert.All(Enumerable.Range(1, 8), attempt => Assert.Contains(order.Replacement(0, attempt).Index / Block, windowBlocks));
        Assert.Contains(Enumerable.Range(9, 20), attempt => !windowBlocks.Contains(order.Replacement(0, attempt).Index / Block));
    }

    [Fact]
    public void A_single_sample_replaces_itself()
    {
        Assert.Equal(new SamplePosition(7, 0), new SampleOrder(1, 5, 16, 4).Replacement(7, 1));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(SampleOrder.MaxSamples + 1, 1, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(5, 1, 0)]
    public void Sizes_out_of_range_are_refused(long numSamples, int block, int window)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleOrder(numSamples, 0, block, window));
    }

    private static long[] IndicesOf(SampleOrder order, long epoch) =>
        [.. Range(order.NumSamples).Select(offset => order.At((epoch * order.NumSamples) + offset)).Select(sample =>
        {
            Assert.Equal(epoch, sample.Epoch);
            return sample.Index;
        })];

    private static double Agreement(long[] first, long[] second) =>
        first.Zip(second).Count(pair => pair.First == pair.Second) / (double)first.Length;

    private static IEnumerable<long> Range(long count)
    {
        for (var value = 0L; value < count; value++)
            yield return value;
    }
}
