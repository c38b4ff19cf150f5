using Akka.Actor;
using Akka.Cluster.Tests.Kit;
using Akka.Cluster.Tools.Singleton;

namespace Akka.Cluster.Tools.Tests.Singleton;

public sealed class SingletonTests : IAsyncDisposable
{
    private const string Margin = "akka.cluster.down-removal-margin = 200 ms";

    private readonly LocalCluster _nodes = new();
    private readonly RunningCount _running = new();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task It_runs_on_the_oldest_node_alone_and_proxies_find_it_from_all()
    {
        var systems = await _nodes.StartJoined(3);
        var proxies = systems.Select(StartWhere).ToArray();
        foreach (var proxy in proxies)
            Assert.Equal(LocalCluster.AddressOf(systems[0]), await AskWhere(proxy));
        Assert.Equal(1, _running.Most);
    }

    [Fact]
    public async Task It_is_handed_over_when_its_node_leaves_after_it_has_stopped()
    {
        var systems = await _nodes.StartJoined(3);
        var proxies = systems.Select(StartWhere).ToArray();
        await AskWhere(proxies[2]);
        await Cluster.Get(systems[0]).LeaveAsync().WaitAsync(LocalCluster.Limit);
        await UntilAt(systems[1], proxies[1], proxies[2]);
        Assert.Equal(1, _running.Most);
    }

    [Fact]
    public async Task It_is_taken_over_when_its_node_crashed_and_was_removed()
    {
        var systems = await _nodes.StartJoined(3, Margin);
        var proxies = systems.Select(StartWhere).ToArray();
        await AskWhere(proxies[2]);
        await LocalCluster.Crash(systems[0]);
        await UntilAt(systems[1], proxies[1], proxies[2]);
    }

    [Fact]
    public async Task Messages_wait_in_the_proxy_until_the_singleton_is_there()
    {
        var systems = await _nodes.StartJoined(2);
        var proxy = systems[1].ActorOf(ClusterSingletonProxy.Props("/user/where", ClusterSingletonProxySettings.Create(systems[1])));
        var answer = AskWhere(proxy);
        StartManager(systems[0]);
        StartManager(systems[1]);
        Assert.Equal(LocalCluster.AddressOf(systems[0]), await answer);
    }

    [Fact]
    public async Task With_a_role_it_runs_on_the_oldest_node_of_that_role()
    {
        var first = await _nodes.StartJoined(null);
        var second = await _nodes.StartJoined(first, "akka.cluster.roles = [registry]");
        await LocalCluster.AllSee(2, first, second);
        var where = SingletonActor.Create(Props.Create(() => new Where(_running)), "where");
        var proxies = new[] { first, second }.Select(system => ClusterSingleton.Get(system).Init(
            where.WithSettings(ClusterSingletonSettings.Create(system).WithRole("registry")))).ToArray();
        foreach (var proxy in proxies)
            Assert.Equal(LocalCluster.AddressOf(second), await AskWhere(proxy));
        Assert.Equal(1, _running.Most);
    }

    private IActorRef StartWhere(ActorSystem system)
    {
        StartManager(system);
        return system.ActorOf(ClusterSingletonProxy.Props("/user/where", ClusterSingletonProxySettings.Create(system)), "whereProxy");
    }

    private void StartManager(ActorSystem system) => system.ActorOf(
        ClusterSingletonManager.Props(Props.Create(() => new Where(_running)), Where.Stop, ClusterSingletonManagerSettings.Create(system)), "where");

    private static async Task UntilAt(ActorSystem system, params IActorRef[] proxies)
    {
        foreach (var proxy in proxies)
        {
            Address? at;
            do
                at = await TryAskWhere(proxy);
            while (at != LocalCluster.AddressOf(system));
        }
    }

    private static async Task<Address> AskWhere(IActorRef proxy) => Address.Parse(await proxy.Ask<string>(Where.Ask, LocalCluster.Limit));

    // An answer may be lost with the node that it was asked of.
    private static async Task<Address?> TryAskWhere(IActorRef proxy)
    {
        try
        {
            return Address.Parse(await proxy.Ask<string>(Where.Ask, TimeSpan.FromSeconds(2)));
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
