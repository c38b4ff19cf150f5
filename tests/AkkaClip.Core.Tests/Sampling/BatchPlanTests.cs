using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Tests.Sampling;

public class BatchPlanTests
{
    [Fact]
    public void The_slices_of_a_step_cover_its_positions_in_rank_order()
    {
        for (var batch = 1; batch <= 40; batch++)
        {
            for (var worldSize = 1; worldSize <= 12; worldSize++)
            {
                var plan = new BatchPlan(batch);
                var next = 7L * batch;
                for (var rank = 0; rank < worldSize; rank++)
                {
                    var slice = plan.Slice(7, rank, worldSize);
                    Assert.Equal(next, slice.Start);
                    Assert.Equal((batch / worldSize) + (rank < batch % worldSize ? 1 : 0), slice.Count);
                    next = slice.End;
                }
                Assert.Equal(8L * batch, next);
                Assert.Equal(batch, plan.SliceCounts(worldSize).Sum());
            }
        }
    }

    [Fact]
    public void Logical_shards_are_the_same_for_any_number_of_ranks_and_ranks_take_whole_ones()
    {
        foreach (var batch in new[] { 1, 5, 16, 33 })
        {
            for (var shards = 1; shards <= batch; shards++)
            {
                var plan = new BatchPlan(batch, shards);
                var expected = plan.ShardCounts(1)[0];
                Assert.Equal(shards, expected.Length);
                Assert.True(expected.Max() - expected.Min() <= 1);
                Assert.Equal(batch, expected.Sum());
                for (var worldSize = 1; worldSize <= shards + 2; worldSize++)
                {
                    var byRank = plan.ShardCounts(worldSize);
                    Assert.Equal(expected, byRank.SelectMany(counts => counts));
                    Assert.True(byRank.Max(counts => counts.Length) - byRank.Min(counts => counts.Length) <= 1);
                    var next = 7L * batch;
                    for (var rank = 0; rank < worldSize; rank++)
                    {
                        var slice = plan.Slice(7, rank, worldSize);
                        Assert.Equal((next, byRank[rank].Sum()), (slice.Start, slice.Count));
                        next = slice.End;
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(9)]
    public void More_shards_than_samples_are_refused(int shards)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPlan(8, shards));
        Assert.Empty(new BatchPlan(8).ShardCounts(3));
    }

    [Fact]
    public void Steps_follow_each_other_without_gap()
    {
        var plan = new BatchPlan(33);
        Assert.Equal(plan.Step(1_000_000).End, plan.Step(1_000_001).Start);
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 2, 2)]
    [InlineData(0, 0, 0)]
    public void Ranks_and_steps_out_of_range_are_refused(long step, int rank, int worldSize)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPlan(8).Slice(step, rank, worldSize));
    }
}
