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
