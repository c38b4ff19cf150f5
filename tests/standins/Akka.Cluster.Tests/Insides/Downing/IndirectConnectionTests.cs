using Akka.Cluster.SBR;

namespace Akka.Cluster.Tests.Insides.Downing;

/// <summary>Single broken links, where there are no clean sides.</summary>
public class IndirectConnectionTests
{
    [Fact]
    public void Two_nodes_that_cannot_reach_each_other_but_a_third_one_are_both_downed()
    {
        var strategy = Strategy("A B! C!", ('B', 'C'), ('C', 'B'));
        Assert.Equal(Decision.DownIndirectlyConnected, strategy.Decide());
        Assert.Equal([DowningStrategyTests.Node('B'), DowningStrategyTests.Node('C')], strategy.NodesToDown(strategy.Decide()).Order());
    }

    [Fact]
    public void A_node_that_has_the_latest_gossip_is_alive_whatever_one_observer_says()
    {
        var strategy = Strategy("A B C!", ('B', 'C'));
        strategy.SetSeenBy([DowningStrategyTests.Node('A').Address, DowningStrategyTests.Node('C').Address]);
        Assert.Equal([DowningStrategyTests.Node('B'), DowningStrategyTests.Node('C')], strategy.NodesToDown(strategy.Decide()).Order());
    }

    [Fact]
    public void A_crash_beside_a_broken_link_is_decided_as_well()
    {
        var strategy = Strategy("A B! C! D E!", ('B', 'C'), ('C', 'B'), ('A', 'E'), ('D', 'E'));
        var downed = strategy.NodesToDown(strategy.Decide());
        Assert.Equal("BCE".Select(DowningStrategyTests.Node), downed.Order());
    }

    [Fact]
    public void A_clean_split_is_none()
    {
        var strategy = Strategy("A B C! D!", ('A', 'C'), ('A', 'D'), ('B', 'C'), ('B', 'D'));
        strategy.SetSeenBy([DowningStrategyTests.Node('A').Address, DowningStrategyTests.Node('B').Address]);
        Assert.Equal(Decision.DownUnreachable, strategy.Decide());
    }

    private static KeepMajority Strategy(string members, params (char Observer, char Subject)[] silences)
    {
        var strategy = DowningStrategyTests.With(new KeepMajority(null), members);
        strategy.SetReachability(silences.Aggregate(
            Reachability.Empty, (table, s) => table.Unreachable(DowningStrategyTests.Node(s.Observer), DowningStrategyTests.Node(s.Subject))));
        return strategy;
    }
}
