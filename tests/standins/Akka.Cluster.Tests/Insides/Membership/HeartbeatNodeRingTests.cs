using System.Collections.Immutable;
using Akka.Cluster.Tests.Insides.Kit;

namespace Akka.Cluster.Tests.Insides.Membership;

public class HeartbeatNodeRingTests
{
    private static readonly ImmutableHashSet<UniqueAddress> Nodes = [.. Enumerable.Range(1, 6).Select(Node)];

    [Fact]
    public void Every_node_sends_to_as_many_after_it_so_that_each_is_watched_by_as_many()
    {
        var watchers = new Dictionary<UniqueAddress, int>();
        foreach (var sender in Nodes)
        {
            var receivers = new HeartbeatNodeRing(sender, Nodes, [], 3).MyReceivers;
            Assert.Equal(3, receivers.Count);
            Assert.DoesNotContain(sender, receivers);
            foreach (var receiver in receivers)
                watchers[receiver] = watchers.GetValueOrDefault(receiver) + 1;
        }
        Assert.All(Nodes, node => Assert.Equal(3, watchers[node]));
    }

    [Fact]
    public void In_a_small_cluster_everybody_watches_everybody() =>
        Assert.Equal(Nodes.Remove(Node(2)), new HeartbeatNodeRing(Node(2), Nodes, [], 5).MyReceivers);

    [Fact]
    public void Unreachable_nodes_are_watched_on_top_of_the_reachable_ones()
    {
        var ring = new HeartbeatNodeRing(Node(1), Nodes, [Node(2), Node(6)], 2);
        Assert.Equal([Node(2), Node(3), Node(4)], ring.MyReceivers.Order());
    }

    [Fact]
    public void Nodes_come_and_go()
    {
        var ring = new HeartbeatNodeRing(Node(1), [Node(1)], [], 3);
        Assert.Empty(ring.MyReceivers);
        ring = ring + Node(2) + Node(3) - Node(2);
        Assert.Equal([Node(3)], ring.MyReceivers);
        Assert.Throws<ArgumentException>(() => ring - Node(1));
    }

    // Uids count the same way round as ports.
    private static UniqueAddress Node(int number) => Some.Node(number, number);
}
