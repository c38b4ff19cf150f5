using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Tests.Sampling;

public class CounterRandomTests
{
    private const int NumDraws = 200_000;

    [Fact]
    public void Equal_keys_give_equal_streams()
    {
        var first = CounterRandom.ForSample(1, RandomPurpose.Augmentation, 2, 3);
        var second = CounterRandom.ForSample(1, RandomPurpose.Augmentation, 2, 3);
        for (var draw = 0; draw < 100; draw++)
            Assert.Equal(first.NextUInt64(), second.NextUInt64());
    }

    [Fact]
    public void Every_part_of_the_key_counts_and_so_do_their_order_and_number()
    {
        CounterRandom[] streams =
        [
            CounterRandom.For(1, RandomPurpose.Augmentation, 2, 3),
            CounterRandom.For(1, RandomPurpose.Augmentation, 3, 2),
            CounterRandom.For(1, RandomPurpose.Augmentation, 2),
            CounterRandom.For(1, RandomPurpose.Augmentation, 2, 3, 0),
            CounterRandom.For(1, RandomPurpose.Caption, 2, 3),
            CounterRandom.For(2, RandomPurpose.Augmentation, 2, 3),
            CounterRandom.For(-1, RandomPurpose.Augmentation, 2, 3),
        ];
        Assert.Distinct(streams.Select(stream => stream.NextUInt64()));
    }

    [Fact]
    public void A_stream_is_the_mixer_of_its_counter()
    {
        // SplitMix64 seeded with 0 starts with these numbers (reference implementation, S. Vigna).
        ulong[] reference = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F];
        Assert.Equal(reference, Enumerable.Range(1, 3).Select(n => Mixing.Mix((ulong)n * Mixing.Gamma)));
    }

    [Fact]
    public void The_numbers_of_a_seed_never_change()
    {
        // Pinned: runs that were started under this version must resume with the same augmentations under the next.
        var random = CounterRandom.ForSample(42, RandomPurpose.Augmentation, 1, 1000);
        Assert.Equal([5326163485705832828UL, 15500940851998160897UL, 10035600760223310963UL], Enumerable.Range(0, 3).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void Doubles_are_uniform()
    {
        var random = CounterRandom.For(1, RandomPurpose.GeneratedData);
        var draws = Draws(random.NextDouble);
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1 - double.Epsilon));
        Assert.Equal(0.5, draws.Average(), 5 / Math.Sqrt(12.0 * NumDraws));
        var counts = draws.GroupBy(draw => (int)(draw * 20)).Select(bin => bin.Count());
        Assert.All(counts, count => Assert.Equal(NumDraws / 20.0, count, 6 * Math.Sqrt(NumDraws / 20.0)));
    }

    [Fact]
    public void Gaussians_have_mean_zero_variance_one_and_normal_tails()
    {
        var random = CounterRandom.For(2, RandomPurpose.GeneratedData);
        var draws = Draws(random.NextGaussian);
        Assert.Equal(0, draws.Average(), 5 / Math.Sqrt(NumDraws));
        Assert.Equal(1, draws.Average(draw => draw * draw), 5 * Math.Sqrt(2.0 / NumDraws));
        Assert.Equal(3, draws.Average(draw => Math.Pow(draw, 4)), 5 * Math.Sqrt(96.0 / NumDraws));
        Assert.Equal(0.0455, draws.Count(draw => Math.Abs(draw) > 2) / (double)NumDraws, 0.003);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Integers_are_uniform_below_their_bound(int bound)
    {
        var random = CounterRandom.For(3, RandomPurpose.GeneratedData);
        var counts = new int[bound];
        for (var draw = 0; draw < NumDraws; draw++)
            counts[random.NextInt(bound)]++;
        var expected = NumDraws / (double)bound;
        Assert.All(counts, count => Assert.Equal(expected, count, 6 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Bounds_that_do_not_divide_the_range_are_drawn_without_bias()
    {
        // 3 * 2^61 values: the remainder of 64 random bits would fall into the lower third 3 times in 8.
        var random = CounterRandom.For(4, RandomPurpose.GeneratedData);
        const long Bound = 3L << 61;
        var lower = Enumerable.Range(0, NumDraws).Count(_ => random.NextInt64(Bound) < Bound / 3);
        Assert.Equal(NumDraws / 3.0, lower, 6 * Math.Sqrt(NumDraws * 2 / 9.0));
    }

    [Fact]
    public void A_shuffle_keeps_all_items_and_reaches_all_orders()
    {
        var random = CounterRandom.For(5, RandomPurpose.GeneratedData);
        var orders = new Dictionary<string, int>();
        for (var round = 0; round < 24_000; round++)
        {
            var items = "abcd".ToCharArray();
            random.Shuffle(items.AsSpan());
            orders[new string(items)] = orders.GetValueOrDefault(new string(items)) + 1;
        }
        Assert.Equal(24, orders.Count);
        Assert.All(orders.Values, count => Assert.Equal(1000, count, 6 * Math.Sqrt(1000)));
    }

    private static double[] Draws(Func<double> draw) => [.. Enumerable.Range(0, NumDraws).Select(_ => draw())];
}
