using AkkaClip.App.Configuration;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Tests.Configuration;

/// <summary>The node files that come with AkkaClip.</summary>
public sealed class NodeFileTests
{
    private static readonly string s_nodes = Path.Combine(TestSupport.TestData.RepositoryRoot(), "hocon", "nodes");

    [Theory]
    [InlineData("seed", 4053, NodeRoles.Control)]
    [InlineData("trainer", 0, NodeRoles.Trainer)]
    [InlineData("data", 0, NodeRoles.Data)]
    [InlineData("evaluator", 0, NodeRoles.Evaluator)]
    public void A_node_file_starts_as_it_is(string name, int port, params string[] roles)
    {
        var node = Load(name, new() { ["AKKACLIP_SECRET"] = "a secret of the tests" });

        Assert.Equal(roles, node.Roles.ToArray());
        Assert.Equal(port, node.Cluster.Port);
        Assert.Equal(["127.0.0.1:4053"], node.Cluster.Seeds.ToArray());
        Assert.Equal(Path.Combine(TestSupport.TestData.RepositoryRoot(), "runs"), node.RunsDirectory);
    }

    [Fact]
    public void The_environment_says_where_a_node_is()
    {
        var node = Load("trainer", new()
        {
            ["AKKACLIP_SECRET"] = "a secret of the tests",
            ["AKKACLIP_SEED"] = "control-1:4053",
            ["AKKACLIP_HOST"] = "10.0.0.7",
            ["AKKACLIP_RUNS"] = "/shared/runs",
        });

        Assert.Equal(["control-1:4053"], node.Cluster.Seeds.ToArray());
        Assert.Equal(("10.0.0.7", "10.0.0.7"), (node.Cluster.Host, node.DataPlane.Host));
        Assert.Equal("/shared/runs", node.RunsDirectory);
    }

    private static NodeSpec Load(string name, Dictionary<string, string> environment) =>
        NodeConfiguration.Load(Path.Combine(s_nodes, $"{name}.conf"), [], "/", "host", environment.GetValueOrDefault).Node;
}
