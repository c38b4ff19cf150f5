using Akka.Actor;
using Akka.Cluster.Tests.Kit;

namespace Akka.Cluster.Tests.Nodes;

public sealed class LifeOfANodeTests : IAsyncDisposable
{
    private readonly LocalCluster _nodes = new();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_node_that_joins_itself_makes_a_cluster_and_leads_it()
    {
        var system = await _nodes.StartJoined(null, "akka.cluster.roles = [trainer]");
        var cluster = Cluster.Get(system);
        Assert.Equal(MemberStatus.Up, cluster.SelfMember.Status);
        Assert.True(cluster.SelfMember.HasRole("trainer"));
        await LocalCluster.Until(() => cluster.State.Leader == cluster.SelfAddress && cluster.State.RoleLeader("trainer") == cluster.SelfAddress);
        Assert.Null(cluster.State.RoleLeader("loader"));
    }

    [Fact]
    public async Task Nodes_that_join_become_up_and_see_each_other_alike()
    {
        var systems = await _nodes.StartJoined(3);
        var expected = systems.Select(LocalCluster.AddressOf).ToHashSet();
        foreach (var system in systems)
            Assert.Equal(expected, Cluster.Get(system).State.Members.Select(m => m.Address).ToHashSet());
        await LocalCluster.Until(() => systems.Select(system => Cluster.Get(system).State.Leader).Distinct().Count() == 1);
        var oldest = Cluster.Get(systems[2]).State.Members.Order(Member.AgeOrdering).First();
        Assert.Equal(LocalCluster.AddressOf(systems[0]), oldest.Address);
    }

    [Fact]
    public async Task A_crashed_node_is_seen_unreachable_then_downed_and_removed()
    {
        var systems = await _nodes.StartJoined(3);
        var lost = Cluster.Get(systems[2]).SelfUniqueAddress;
        await LocalCluster.Crash(systems[2]);
        var cluster = Cluster.Get(systems[1]);
        await LocalCluster.Until(() => cluster.State.Unreachable.Any(m => m.UniqueAddress == lost));
        await LocalCluster.AllSee(2, systems[0], systems[1]);
        Assert.Empty(cluster.State.Unreachable);
    }

    [Fact]
    public async Task A_node_leaves_gracefully_without_ever_being_unreachable()
    {
        var systems = await _nodes.StartJoined(3);
        await Cluster.Get(systems[2]).LeaveAsync().WaitAsync(LocalCluster.Limit);
        await systems[2].WhenTerminated.WaitAsync(LocalCluster.Limit);
        await LocalCluster.AllSee(2, systems[0], systems[1]);
        Assert.True(Cluster.Get(systems[2]).IsTerminated);
    }

    [Fact]
    public async Task The_leader_leaves_too()
    {
        var systems = await _nodes.StartJoined(3);
        await Cluster.Get(systems[0]).LeaveAsync().WaitAsync(LocalCluster.Limit);
        await systems[0].WhenTerminated.WaitAsync(LocalCluster.Limit);
        await LocalCluster.AllSee(2, systems[1], systems[2]);
    }

    [Fact]
    public async Task A_system_that_is_terminated_leaves_first()
    {
        var systems = await _nodes.StartJoined(3);
        var probe = new TestKit.Xunit2.TestKit(systems[0]).CreateTestProbe();
        Cluster.Get(systems[0]).Subscribe(
            probe, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.MemberRemoved), typeof(ClusterEvent.MemberLeft));
        await probe.ExpectMsgAsync<ClusterEvent.CurrentClusterState>(LocalCluster.Limit);
        await systems[2].Terminate().WaitAsync(LocalCluster.Limit);
        await probe.ExpectMsgAsync<ClusterEvent.MemberLeft>(LocalCluster.Limit);
        var removed = await probe.ExpectMsgAsync<ClusterEvent.MemberRemoved>(LocalCluster.Limit);
        Assert.Equal(MemberStatus.Exiting, removed.PreviousStatus);
    }

    [Fact]
    public async Task All_nodes_leave_at_once()
    {
        var systems = await _nodes.StartJoined(3);
        await Task.WhenAll(systems.Select(system => system.Terminate())).WaitAsync(LocalCluster.Limit);
        Assert.All(systems, system => Assert.True(Cluster.Get(system).IsTerminated));
    }

    [Fact]
    public async Task A_downed_node_shuts_its_system_down()
    {
        var systems = await _nodes.StartJoined(3);
        Cluster.Get(systems[0]).Down(LocalCluster.AddressOf(systems[2]));
        await systems[2].WhenTerminated.WaitAsync(LocalCluster.Limit);
        await LocalCluster.AllSee(2, systems[0], systems[1]);
    }
}
