using AkkaClip.Core.Membership;
using AkkaClip.Core.Pool;

namespace AkkaClip.Core.Tests.Pool;

/// <summary>Runs are named by letters; a demand is minimum, maximum, priority, device, held.</summary>
public sealed class PoolRuleTests
{
    private static readonly RunId A = new("a"), B = new("b"), C = new("c");

    [Theory]
    [InlineData(4, 4)]
    [InlineData(9, 5)]
    [InlineData(1, 0)]
    public void A_run_alone_gets_up_to_its_maximum_and_nothing_below_its_minimum(int numTrainers, int share) =>
        Assert.Equal([share], Share(numTrainers, new PoolDemand(A, 2, 5, 0, "cpu", 0)));

    [Fact]
    public void Equal_runs_share_in_turn() =>
        Assert.Equal([3, 2], Share(5, new PoolDemand(A, 1, 5, 0, "cpu", 0), new PoolDemand(B, 1, 5, 0, "cpu", 0)));

    [Fact]
    public void An_equal_run_never_stops_one_that_trains() =>
        Assert.Equal([3, 0], Share(4, new PoolDemand(A, 3, 3, 0, "cpu", 3), new PoolDemand(B, 2, 4, 0, "cpu", 0)));

    [Fact]
    public void A_higher_run_takes_trainers_from_a_lower_one_down_to_its_minimum() =>
        Assert.Equal([1, 3], Share(4, new PoolDemand(A, 1, 4, 0, "cpu", 4), new PoolDemand(B, 2, 3, 1, "cpu", 0)));

    [Fact]
    public void Where_its_minimum_does_not_fit_beside_lower_ones_the_lowest_are_paused() =>
        Assert.Equal([0, 1, 2], Share(3, new PoolDemand(A, 1, 3, 0, "cpu", 1), new PoolDemand(B, 1, 2, 1, "cpu", 2), new PoolDemand(C, 2, 2, 2, "cpu", 0)));

    [Fact]
    public void What_a_run_cannot_use_serves_others() =>
        Assert.Equal([0, 2], Share(2, new PoolDemand(A, 3, 4, 5, "cpu", 0), new PoolDemand(B, 1, 4, 0, "cpu", 0)));

    private static int[] Share(int numTrainers, params PoolDemand[] demands)
    {
        var shares = PoolRule.Share([.. demands], numTrainers);
        return [.. demands.Select(demand => shares[demand.Run])];
    }
}
