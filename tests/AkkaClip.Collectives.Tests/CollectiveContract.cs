using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Sampling;
using AkkaClip.TestSupport;

namespace AkkaClip.Collectives.Tests;

/// <summary>What every implementation of <see cref="ICollectiveMember"/> keeps to, whatever its links are.</summary>
public abstract class CollectiveContract
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    public static TheoryData<int> WorldSizes => [1, 2, 3, 4, 7];

    /// <summary>What the ranks' values at one place of a buffer sum to: in rank order, unless the links say otherwise.</summary>
    protected virtual float Sum(float[] terms, int index, int length) => terms.Aggregate((sum, term) => sum + term);

    /// <summary>Whether what a member has sent always comes before the word that it left.</summary>
    protected virtual bool LeavingComesLast => true;

    /// <summary>A connected group, by rank.</summary>
    protected abstract ICollectiveMember[] Connect(int worldSize, CollectiveOptions options);

    [Theory]
    [MemberData(nameof(WorldSizes))]
    public async Task All_gather_concatenates_uneven_shards_in_rank_order(int worldSize)
    {
        ImmutableArray<int> lengths = [.. Enumerable.Range(0, worldSize).Select(rank => rank * 1000 % 1700)];
        var expected = lengths.SelectMany((length, rank) => Numbers(rank, length)).ToArray();
        await Together(worldSize, member =>
        {
            var all = new float[expected.Length];
            member.AllGather(Numbers(member.Rank, lengths[member.Rank]), all, lengths).Complete();
            Assert.Equal(expected, all);
        });
    }

    [Theory]
    [MemberData(nameof(WorldSizes))]
    public async Task All_reduce_sums_in_a_stated_order_to_the_same_bits_everywhere(int worldSize)
    {
        foreach (var length in new[] { 0, 1, 5, 32 * 1024, (32 * 1024) + 1, 100_003 })
        {
            var buffers = Enumerable.Range(0, worldSize).Select(rank => Numbers(rank, length)).ToArray();
            var expected = new float[length];
            for (var i = 0; i < length; i++)
                expected[i] = Sum([.. buffers.Select(buffer => buffer[i])], i, length);

            await Together(worldSize, member =>
            {
                member.AllReduceSum(buffers[member.Rank]).Complete();
                AssertSameBits(expected, buffers[member.Rank]);
            });
        }
    }

    [Theory]
    [MemberData(nameof(WorldSizes))]
    public async Task Reduce_scatter_gives_every_rank_the_sum_of_its_part(int worldSize)
    {
        ImmutableArray<int> lengths = [.. Enumerable.Range(0, worldSize).Select(rank => (rank * 70_001) + 5)];
        await Together(worldSize, member =>
        {
            var buffer = Filled(lengths.Sum(), member.Rank + 1);
            member.ReduceScatterSum(buffer, lengths).Complete();
            var start = lengths.Take(member.Rank).Sum();
            Assert.All(buffer.AsSpan(start, lengths[member.Rank]).ToArray().Distinct(), value => Assert.Equal(worldSize * (worldSize + 1) / 2, value));
        });
    }

    [Theory]
    [MemberData(nameof(WorldSizes))]
    public async Task Several_contributions_sum_to_the_same_bits_whoever_has_them(int worldSize)
    {
        const int Length = 100_003;
        var numAll = (2 * worldSize) + 1;
        var all = Enumerable.Range(0, numAll).Select(term => Numbers(term, Length)).ToArray();
        var expected = new float[Length];
        for (var i = 0; i < Length; i++)
        {
            expected[i] = all[0][i];
            for (var term = 1; term < numAll; term++)
                expected[i] += all[term][i];
        }

        foreach (var greedy in new[] { 0, worldSize - 1 })
        {
            ImmutableArray<int> counts = [.. Enumerable.Range(0, worldSize).Select(rank => rank == greedy ? worldSize + 2 : 1)];
            await Together(worldSize, member =>
            {
                var first = counts.Take(member.Rank).Sum();
                ImmutableArray<Memory<float>> own = [.. all[first..(first + counts[member.Rank])].Select(term => (Memory<float>)term.ToArray())];
                var sum = new float[Length];
                member.AllReduceSum(own, sum, counts).Complete();
                AssertSameBits(expected, sum);

                member.AllReduceSum(own, own[^1], counts).Complete(); // into one of the contributions
                AssertSameBits(expected, own[^1].ToArray());
            });
        }
    }

    [Theory]
    [MemberData(nameof(WorldSizes))]
    public async Task Contributions_that_contradict_each_other_are_refused_where_they_are_given(int worldSize)
    {
        await Together(worldSize, member =>
        {
            ImmutableArray<int> ones = [.. Enumerable.Repeat(1, worldSize)];
            Assert.Throws<ArgumentException>(() => member.AllReduceSum([new float[2], new float[2]], new float[2], ones));
            Assert.Throws<ArgumentException>(() => member.AllReduceSum([new float[2]], new float[3], ones));
            Assert.Throws<ArgumentException>(() => member.AllReduceSum([new float[2]], new float[2], [.. ones, 1]));
            Assert.Throws<ArgumentException>(() => member.AllReduceSum([], new float[2], [.. ones.Select(_ => 0)]));
        });
    }

    [Theory]
    [MemberData(nameof(WorldSizes))]
    public async Task Broadcast_gives_everybody_the_root_s_bytes(int worldSize)
    {
        foreach (var root in new[] { 0, worldSize - 1 })
        {
            var expected = new byte[300_001];
            for (var i = 0; i < expected.Length; i++)
                expected[i] = (byte)(i * 31 >> 3);
            await Together(worldSize, member =>
            {
                var buffer = member.Rank == root ? [.. expected] : new byte[expected.Length];
                member.Broadcast(buffer, root).Complete();
                Assert.Equal(expected, buffer);
            });
        }
    }

    [Theory]
    [MemberData(nameof(WorldSizes))]
    public async Task Several_operations_may_be_under_way_and_completed_in_any_order(int worldSize)
    {
        const int NumRounds = 20, Length = 70_000;
        await Together(worldSize, member =>
        {
            var random = CounterRandom.For(5, RandomPurpose.GeneratedData, member.Rank);
            for (var round = 0; round < NumRounds; round++)
            {
                var sums = Enumerable.Range(0, 3).Select(part => Filled(Length, part + member.Rank)).ToArray();
                var gathered = new float[worldSize];
                var operations = sums.Select(sum => member.AllReduceSum(sum)).ToList();
                operations.Insert(1, member.AllGather(new float[] { member.Rank }, gathered, [.. Enumerable.Repeat(1, worldSize)]));
                var order = Enumerable.Range(0, operations.Count).ToArray();
                random.Shuffle(order.AsSpan());
                foreach (var next in order)
                    operations[next].Complete();

                for (var part = 0; part < sums.Length; part++)
                    Assert.All(sums[part].Distinct(), value => Assert.Equal((worldSize * part) + (worldSize * (worldSize - 1) / 2), value));
                Assert.Equal(Enumerable.Range(0, worldSize).Select(rank => (float)rank), gathered);
            }
        });
    }

    [Fact]
    public async Task Completing_twice_is_harmless()
    {
        await Together(2, member =>
        {
            var buffer = Filled(10, 1);
            var operation = member.AllReduceSum(buffer);
            operation.Complete();
            operation.Complete();
            Assert.All(buffer, value => Assert.Equal(2, value));
        });
    }

    [Fact]
    public async Task Members_that_call_different_operations_all_fail_and_learn_which()
    {
        await Together(3, member =>
        {
            var failure = Assert.Throws<CollectiveFailedException>(() =>
            {
                var operation = member.Rank == 1 ? member.Broadcast(new byte[12], 0) : member.AllReduceSum(new float[12]);
                operation.Complete();
            });
            Assert.Contains("AllReduceSum of 12 floats", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Broadcast of 12 bytes from rank 0", failure.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Members_that_disagree_about_lengths_all_fail_and_learn_which()
    {
        await Together(2, member =>
        {
            var failure = Assert.Throws<CollectiveFailedException>(() => member.AllReduceSum(new float[10 + member.Rank]).Complete());
            Assert.Contains("10 floats", failure.Message, StringComparison.Ordinal);
            Assert.Contains("11 floats", failure.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_failed_member_fails_everybody_s_pending_and_later_operations_with_its_rank()
    {
        await Together(3, member =>
        {
            if (member.Rank == 2)
                member.Fail(2, "out of memory");
            for (var call = 0; call < 2; call++)
            {
                var failure = Assert.Throws<CollectiveFailedException>(() => member.AllReduceSum(new float[100]).Complete());
                Assert.Equal(2, failure.PeerRank);
                Assert.Contains("out of memory", failure.Message, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public async Task A_member_that_leaves_fails_itself_and_the_others()
    {
        await Together(3, member =>
        {
            if (member.Rank == 1)
            {
                member.Dispose();
                member.Dispose();
            }
            var failure = Assert.Throws<CollectiveFailedException>(() => member.AllReduceSum(new float[100]).Complete());
            Assert.Equal(1, failure.PeerRank);
        });
    }

    [Fact]
    public void The_first_failure_is_the_one_that_is_told()
    {
        var members = Connect(2, new CollectiveOptions());
        members[0].Fail(0, "first");
        AssertTold(members[1]);
        members[1].Fail(1, "second");
        Array.ForEach(members, AssertTold);

        static void AssertTold(ICollectiveMember member) => Assert.Contains(
            "first", Assert.Throws<CollectiveFailedException>(() => member.AllReduceSum(new float[1]).Complete()).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_was_done_before_a_member_left_stays_done()
    {
        Skip.IfNot(LeavingComesLast, "over several streams the word that a member left may overtake what it sent; its peers' step is aborted then");
        using var completed = new Barrier(2);
        await Together(2, member =>
        {
            var buffer = Filled(100, 1);
            var operation = member.AllReduceSum(buffer);
            if (member.Rank == 0)
            {
                operation.Complete();
                member.Dispose();
            }
            Assert.True(completed.SignalAndWait(s_hang));
            operation.Complete();
            Assert.All(buffer, value => Assert.Equal(2, value));
        });
    }

    [Fact]
    public async Task A_member_that_never_comes_fails_the_group_after_the_time_out()
    {
        // Time itself, not a manual one: the calls of those that came have to travel before it is over.
        var members = Connect(3, new CollectiveOptions { ArrivalTimeout = TimeSpan.FromSeconds(2) });
        var first = members[0].AllReduceSum(new float[8]);
        var second = members[2].AllReduceSum(new float[8]);

        var failure = await Assert.ThrowsAsync<CollectiveFailedException>(() => Task.WhenAll(Run(first.Complete), Run(second.Complete)).WaitAsync(s_hang));

        Assert.Equal(1, failure.PeerRank);
        Assert.Contains("00:00:02", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_out_does_not_strike_a_group_that_is_complete()
    {
        var time = new ManualTime();
        var members = Connect(2, new CollectiveOptions { ArrivalTimeout = TimeSpan.FromSeconds(30), TimeProvider = time });
        await Together(members, member =>
        {
            member.AllReduceSum(new float[8]).Complete();
        });
        time.Advance(TimeSpan.FromHours(1));
        await Together(members, member => member.AllReduceSum(new float[8]).Complete());
    }

    [Fact]
    public void Wrong_arguments_are_refused_to_the_caller()
    {
        var member = Connect(2, new CollectiveOptions())[0];
        Assert.Throws<ArgumentException>(() => member.AllGather(new float[3], new float[7], [4, 3]));
        Assert.Throws<ArgumentException>(() => member.AllGather(new float[4], new float[6], [4, 3]));
        Assert.Throws<ArgumentException>(() => member.AllGather(new float[4], new float[4], [4]));
        Assert.Throws<ArgumentException>(() => member.AllGather(new float[4], new float[3], [4, -1]));
        Assert.Throws<ArgumentException>(() => member.ReduceScatterSum(new float[6], [4, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => member.Broadcast(new byte[1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => member.Broadcast(new byte[1], -1));
    }

    protected Task Together(int worldSize, Action<ICollectiveMember> act) =>
        Together(Connect(worldSize, new CollectiveOptions()), act);

    /// <summary>Every member on its own thread; a hang is a failure.</summary>
    protected static Task Together(ICollectiveMember[] members, Action<ICollectiveMember> act) =>
        Task.WhenAll(members.Select(member => Run(() => act(member)))).WaitAsync(s_hang);

    private static Task Run(Action act) => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Floats of very different sizes, whose sum depends on the order.</summary>
    private static float[] Numbers(int rank, int length)
    {
        var random = CounterRandom.For(1, RandomPurpose.GeneratedData, rank, length);
        var numbers = new float[length];
        for (var i = 0; i < length; i++)
            numbers[i] = (float)(random.NextGaussian() * Math.Pow(10, random.NextInt(8) - 4));
        return numbers;
    }

    private static float[] Filled(int length, float value)
    {
        var filled = new float[length];
        Array.Fill(filled, value);
        return filled;
    }

    private static void AssertSameBits(float[] expected, float[] actual)
    {
        var same = MemoryMarshal.Cast<float, uint>(expected.AsSpan()).CommonPrefixLength(MemoryMarshal.Cast<float, uint>(actual.AsSpan()));
        Assert.True(same == expected.Length && same == actual.Length, $"the bits differ from float {same} of {actual.Length} on");
    }
}
