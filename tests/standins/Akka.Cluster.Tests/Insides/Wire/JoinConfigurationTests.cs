using Akka.Cluster.Tests.Kit;

namespace Akka.Cluster.Tests.Insides.Wire;

public sealed class JoinConfigurationTests : IAsyncDisposable
{
    private readonly LocalCluster _nodes = new();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public void A_difference_names_the_key_and_both_values()
    {
        var here = new JoinConfiguration("provider", "keep-majority");
        Assert.Empty(here.IncompatibilityOf(new JoinConfiguration("provider", "keep-majority")));
        var difference = here.IncompatibilityOf(new JoinConfiguration("provider", "down-all"));
        Assert.Contains("akka.cluster.split-brain-resolver.active-strategy is [keep-majority] in the cluster but [down-all]", difference);
    }

    [Fact]
    public async Task A_node_with_another_way_of_downing_is_refused_and_shuts_down()
    {
        var system = await _nodes.StartJoined(null);
        var other = _nodes.Start("akka.cluster.split-brain-resolver.active-strategy = keep-oldest");
        Cluster.Get(other).JoinSeedNodes([LocalCluster.AddressOf(system)]);
        await other.WhenTerminated.WaitAsync(LocalCluster.Limit);
        Assert.Single(Cluster.Get(system).State.Members);
    }
}
