using Akka.Actor;
using Akka.Cluster.Tests.Kit;
using Akka.TestKit;

namespace Akka.Cluster.Tests.Nodes;

public sealed class EventsTests : IAsyncDisposable
{
    private readonly LocalCluster _nodes = new();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_subscriber_gets_the_state_and_then_each_step_of_a_members_life()
    {
        var system = await _nodes.StartJoined(null);
        var probe = Subscribed(system, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));
        var state = await probe.ExpectMsgAsync<ClusterEvent.CurrentClusterState>(LocalCluster.Limit);
        Assert.Equal(LocalCluster.AddressOf(system), Assert.Single(state.Members).Address);
        Assert.Equal(LocalCluster.AddressOf(system), state.Leader);

        var other = await _nodes.StartJoined(system);
        await Cluster.Get(other).LeaveAsync().WaitAsync(LocalCluster.Limit);
        var member = Cluster.Get(other).SelfUniqueAddress;
        Assert.Equal(member, (await probe.ExpectMsgAsync<ClusterEvent.MemberJoined>(LocalCluster.Limit)).Member.UniqueAddress);
        await probe.ExpectMsgAsync<ClusterEvent.MemberUp>(LocalCluster.Limit);
        await probe.ExpectMsgAsync<ClusterEvent.MemberLeft>(LocalCluster.Limit);
        await probe.ExpectMsgAsync<ClusterEvent.MemberExited>(LocalCluster.Limit);
        var removed = await probe.ExpectMsgAsync<ClusterEvent.MemberRemoved>(LocalCluster.Limit);
        Assert.Equal((member, MemberStatus.Exiting), (removed.Member.UniqueAddress, removed.PreviousStatus));
    }

    [Fact]
    public async Task A_crash_is_told_as_unreachable_down_and_removed()
    {
        var systems = await _nodes.StartJoined(3);
        var probe = Subscribed(
            systems[0], ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        foreach (var _ in systems)
            await probe.ExpectMsgAsync<ClusterEvent.MemberUp>(LocalCluster.Limit);
        await LocalCluster.Crash(systems[2]);
        var lost = Cluster.Get(systems[2]).SelfUniqueAddress;
        Assert.Equal(lost, (await probe.ExpectMsgAsync<ClusterEvent.UnreachableMember>(LocalCluster.Limit)).Member.UniqueAddress);
        await probe.ExpectMsgAsync<ClusterEvent.MemberDowned>(LocalCluster.Limit);
        var removed = await probe.ExpectMsgAsync<ClusterEvent.MemberRemoved>(LocalCluster.Limit);
        Assert.Equal((lost, MemberStatus.Down), (removed.Member.UniqueAddress, removed.PreviousStatus));
    }

    [Fact]
    public async Task The_leaders_of_all_and_of_a_role_are_told_when_they_change()
    {
        var system = await _nodes.StartJoined(null);
        var probe = Subscribed(
            system, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.LeaderChanged), typeof(ClusterEvent.RoleLeaderChanged));
        await probe.ExpectMsgAsync(new ClusterEvent.LeaderChanged(LocalCluster.AddressOf(system)), LocalCluster.Limit);
        var other = await _nodes.StartJoined(system, "akka.cluster.roles = [trainer]");
        await probe.FishForMessageAsync<ClusterEvent.RoleLeaderChanged>(
            changed => changed.Role == "trainer" && changed.Leader == LocalCluster.AddressOf(other), LocalCluster.Limit);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_is_told()
    {
        var system = await _nodes.StartJoined(null);
        var probe = Subscribed(system, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.MemberUp));
        await probe.ExpectMsgAsync<ClusterEvent.CurrentClusterState>(LocalCluster.Limit);
        Cluster.Get(system).Unsubscribe(probe);
        // The answer comes behind the unsubscribing.
        Cluster.Get(system).SendCurrentClusterState(probe);
        await probe.ExpectMsgAsync<ClusterEvent.CurrentClusterState>(LocalCluster.Limit);
        await _nodes.StartJoined(system);
        await LocalCluster.AllSee(2, system);
        Assert.False(probe.HasMessages);
    }

    [Fact]
    public async Task Only_cluster_events_can_be_subscribed_to()
    {
        var system = await _nodes.StartJoined(null);
        Assert.Throws<ArgumentException>(() => Cluster.Get(system).Subscribe(system.DeadLetters, typeof(string)));
        Assert.Throws<ArgumentException>(() => Cluster.Get(system).Subscribe(system.DeadLetters));
    }

    [Fact]
    public async Task Callbacks_come_when_the_node_is_up_and_when_it_is_removed()
    {
        var system = _nodes.Start();
        var cluster = Cluster.Get(system);
        var (up, removed) = (new TaskCompletionSource(), new TaskCompletionSource());
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.RegisterOnMemberRemoved(removed.SetResult);
        cluster.Join(cluster.SelfAddress);
        await up.Task.WaitAsync(LocalCluster.Limit);
        Assert.False(removed.Task.IsCompleted);
        cluster.Leave(cluster.SelfAddress);
        await removed.Task.WaitAsync(LocalCluster.Limit);
        var late = false;
        cluster.RegisterOnMemberRemoved(() => late = true);
        await LocalCluster.Until(() => late);
    }

    [Fact]
    public async Task An_actor_on_a_lost_node_is_terminated_when_the_node_is_removed()
    {
        var systems = await _nodes.StartJoined(3);
        var watched = systems[2].ActorOf(Props.Create(() => new Idle()), "idle");
        var kit = new TestKit.Xunit2.TestKit(systems[0]);
        var remote = await systems[0].ActorSelection(Cluster.Get(systems[2]).RemotePathOf(watched).ToString()).ResolveOne(LocalCluster.Limit);
        kit.Watch(remote);
        await LocalCluster.Crash(systems[2]);
        await kit.ExpectTerminatedAsync(remote, LocalCluster.Limit);
        await LocalCluster.AllSee(2, systems[0]);
    }

    private static TestProbe Subscribed(ActorSystem system, ClusterEvent.SubscriptionInitialStateMode mode, params Type[] to)
    {
        var probe = new TestKit.Xunit2.TestKit(system).CreateTestProbe();
        Cluster.Get(system).Subscribe(probe, mode, to);
        return probe;
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
