using Akka.Actor;
using Akka.Cluster.Tests.Kit;

namespace Akka.Cluster.Tests.Nodes;

public sealed class JoiningTests : IAsyncDisposable
{
    private readonly LocalCluster _nodes = new();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Seed_nodes_that_start_at_once_form_one_cluster()
    {
        var systems = Enumerable.Range(0, 3).Select(_ => _nodes.Start()).ToArray();
        var seeds = systems.Select(LocalCluster.AddressOf).ToArray();
        foreach (var system in systems)
            Cluster.Get(system).JoinSeedNodes(seeds);
        await LocalCluster.AllSee(3, systems);
        // Only the first one may make a cluster: it is the oldest.
        Assert.Equal(seeds[0], Cluster.Get(systems[1]).State.Members.Order(Member.AgeOrdering).First().Address);
    }

    [Fact]
    public async Task A_node_joins_by_any_seed_node_that_answers()
    {
        var system = await _nodes.StartJoined(null);
        var nobody = Address.Parse("akka.tcp://test@127.0.0.1:1");
        var other = _nodes.Start();
        await Cluster.Get(other).JoinSeedNodesAsync([nobody, LocalCluster.AddressOf(system)]).WaitAsync(LocalCluster.Limit);
        await LocalCluster.AllSee(2, system, other);
    }

    [Fact]
    public async Task A_node_that_is_not_the_first_seed_never_makes_a_cluster_and_gives_up_in_time()
    {
        var other = _nodes.Start("akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 2 s");
        Cluster.Get(other).JoinSeedNodes([Address.Parse("akka.tcp://test@127.0.0.1:1"), LocalCluster.AddressOf(other)]);
        await other.WhenTerminated.WaitAsync(LocalCluster.Limit);
        Assert.Empty(Cluster.Get(other).State.Members);
    }

    [Fact]
    public async Task Seed_nodes_of_the_configuration_are_joined_by_themselves()
    {
        var system = await _nodes.StartJoined(null);
        var other = _nodes.Start($"akka.cluster.seed-nodes = [\"{LocalCluster.AddressOf(system)}\"]");
        await LocalCluster.AllSee(2, system, other);
    }

    [Fact]
    public async Task A_new_incarnation_at_the_same_address_replaces_the_old_one()
    {
        // Without downing and with patience, nothing but the new incarnation can remove the old one.
        const string Patient = """
            akka.cluster.downing-provider-class = ""
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 300 s
            """;
        var system = await _nodes.StartJoined(null, Patient);
        var first = await _nodes.StartJoined(system, Patient);
        await LocalCluster.AllSee(2, system, first);
        var old = Cluster.Get(first).SelfUniqueAddress;
        await LocalCluster.Crash(first);

        var second = _nodes.Start($"{Patient}\nakka.remote.dot-netty.tcp.port = {old.Address.Port}");
        await Cluster.Get(second).JoinSeedNodesAsync([LocalCluster.AddressOf(system)]).WaitAsync(LocalCluster.Limit);
        await LocalCluster.AllSee(2, system, second);
        Assert.Equal(old.Address, LocalCluster.AddressOf(second));
        Assert.NotEqual(old, Cluster.Get(second).SelfUniqueAddress);
    }

    [Fact]
    public async Task Nobody_comes_up_before_there_are_enough()
    {
        const string Three = "akka.cluster.min-nr-of-members = 3";
        var systems = Enumerable.Range(0, 3).Select(_ => _nodes.Start(Three)).ToArray();
        var up = new TaskCompletionSource();
        Cluster.Get(systems[0]).RegisterOnMemberUp(up.SetResult);
        foreach (var system in systems[..2])
            Cluster.Get(system).Join(LocalCluster.AddressOf(systems[0]));
        var first = Cluster.Get(systems[0]);
        await LocalCluster.Until(() => first.State.Members.Count == 2 && first.State.SeenBy.Count == 2);
        Assert.All(first.State.Members, m => Assert.Equal(MemberStatus.Joining, m.Status));
        Assert.False(up.Task.IsCompleted);
        Cluster.Get(systems[2]).Join(LocalCluster.AddressOf(systems[0]));
        await LocalCluster.AllSee(3, systems);
        await up.Task.WaitAsync(LocalCluster.Limit);
    }

    [Fact]
    public async Task Nobody_comes_up_before_there_are_enough_of_a_role()
    {
        const string TwoTrainers = "akka.cluster.role { trainer.min-nr-of-members = 2 }";
        const string Trainer = $"{TwoTrainers}\nakka.cluster.roles = [trainer]";
        var system = _nodes.Start(TwoTrainers);
        var cluster = Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
        var trainer = _nodes.Start(Trainer);
        Cluster.Get(trainer).Join(cluster.SelfAddress);
        await LocalCluster.Until(() => cluster.State.Members.Count == 2 && cluster.State.SeenBy.Count == 2);
        Assert.All(cluster.State.Members, m => Assert.Equal(MemberStatus.Joining, m.Status));
        var another = _nodes.Start(Trainer);
        Cluster.Get(another).Join(cluster.SelfAddress);
        await LocalCluster.AllSee(3, system, trainer, another);
    }

    [Fact]
    public async Task While_a_member_is_unreachable_others_are_let_in_weakly()
    {
        const string NoDowning = """
            akka.cluster.downing-provider-class = ""
            akka.cluster.allow-weakly-up-members = 500 ms
            """;
        var systems = await _nodes.StartJoined(2, NoDowning);
        await LocalCluster.Crash(systems[1]);
        var cluster = Cluster.Get(systems[0]);
        await LocalCluster.Until(() => cluster.State.Unreachable.Count == 1);
        var other = _nodes.Start(NoDowning);
        Cluster.Get(other).Join(cluster.SelfAddress);
        await LocalCluster.Until(() => Cluster.Get(other).SelfMember.Status == MemberStatus.WeaklyUp);
        Assert.True(Cluster.Get(other).IsUp);
        cluster.Down(LocalCluster.AddressOf(systems[1]));
        await LocalCluster.AllSee(2, systems[0], other);
    }

    [Fact]
    public async Task A_node_of_another_system_name_is_not_let_in()
    {
        var system = await _nodes.StartJoined(null);
        var stranger = _nodes.Start(name: "stranger");
        var address = LocalCluster.AddressOf(system);
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<ClusterJoinFailedException>(() => Cluster.Get(stranger).JoinAsync(address, soon.Token));
        using var later = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var asIfHere = new Address(address.Protocol, "stranger", address.Host, address.Port);
        await Assert.ThrowsAsync<ClusterJoinFailedException>(() => Cluster.Get(stranger).JoinAsync(asIfHere, later.Token));
        Assert.Single(Cluster.Get(system).State.Members);
    }

    [Fact]
    public async Task After_the_end_of_its_membership_a_node_cannot_join()
    {
        var system = await _nodes.StartJoined(null);
        await Cluster.Get(system).LeaveAsync().WaitAsync(LocalCluster.Limit);
        await system.WhenTerminated.WaitAsync(LocalCluster.Limit);
        await Assert.ThrowsAsync<ClusterJoinFailedException>(() => Cluster.Get(system).JoinAsync(LocalCluster.AddressOf(system)));
    }

    [Fact]
    public void A_system_without_the_clusters_provider_has_no_cluster()
    {
        var system = _nodes.Start("akka.actor.provider = remote");
        Assert.ThrowsAny<Exception>(() => Cluster.Get(system));
    }
}
