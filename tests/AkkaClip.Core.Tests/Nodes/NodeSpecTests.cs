using AkkaClip.Core.Nodes;

namespace AkkaClip.Core.Tests.Nodes;

public sealed class NodeSpecTests
{
    public static TheoryData<string, Func<NodeSpec, NodeSpec>> Mistakes => new()
    {
        { "name", node => node with { Name = "Host" } },
        { "name", node => node with { Name = "-host" } },
        { "name", node => node with { Name = "" } },
        { "roles", node => node with { Roles = [] } },
        { "roles", node => node with { Roles = ["trainer", "taster"] } },
        { "roles", node => node with { Roles = ["trainer", "trainer"] } },
        { "devices", node => node with { Devices = [] } },
        { "devices", node => node with { Devices = ["cuda"] } },
        { "trainer-threads", node => node with { TrainerThreads = -1 } },
        { "runs-directory", node => node with { RunsDirectory = "" } },
        { "secret", node => node with { Secret = new SecretText("0123456789abcde") } },
        { "limits.roll-call", node => node with { RollCall = TimeSpan.Zero } },
        { "limits.restart-grace", node => node with { RestartGrace = TimeSpan.Zero } },
        { "limits.loader-megabytes", node => node with { LoaderMegabytes = 0 } },
        { "limits.offer-interval", node => node with { NodeOfferInterval = TimeSpan.Zero } },
        { "cluster.system", node => node with { Cluster = node.Cluster with { System = "a b" } } },
        { "cluster.host", node => node with { Cluster = node.Cluster with { Host = "0.0.0.0" } } },
        { "cluster.host", node => node with { Cluster = node.Cluster with { Host = "" } } },
        { "cluster.port", node => node with { Cluster = node.Cluster with { Port = 65536 } } },
        { "cluster.seeds", node => node with { Cluster = node.Cluster with { Seeds = ["host"] } } },
        { "cluster.seeds", node => node with { Cluster = node.Cluster with { Seeds = ["host:0"] } } },
        { "cluster.seeds", node => node with { Roles = [NodeRoles.Data], Cluster = node.Cluster with { Seeds = [] } } },
        { "cluster.stable-after", node => node with { Cluster = node.Cluster with { StableAfter = TimeSpan.Zero } } },
        { "data-plane.host", node => node with { DataPlane = node.DataPlane with { Host = "a b" } } },
        { "data-plane.port", node => node with { DataPlane = node.DataPlane with { Port = -1 } } },
        { "data-plane.progress-deadline", node => node with { DataPlane = node.DataPlane with { ProgressDeadline = TimeSpan.Zero } } },
        { "data-plane.tls.certificate", node => node with { DataPlane = node.DataPlane with { Tls = node.DataPlane.Tls! with { Certificate = "" } } } },
        { "persistence.file", node => node with { Persistence = node.Persistence with { File = "" } } },
        { "persistence.connection-string", node => node with { Persistence = node.Persistence with { Provider = PersistenceProvider.PostgreSql } } },
    };

    [Fact]
    public void A_sound_node_has_no_errors() => Assert.Empty(Specs.Node.Validate());

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_by_its_path_once(string path, Func<NodeSpec, NodeSpec> change)
    {
        var error = Assert.Single(change(Specs.Node).Validate());
        Assert.Equal($"akkaclip.node.{path}", error.Path);
    }

    [Fact]
    public void Devices_and_database_count_only_for_the_roles_that_use_them()
    {
        var loader = Specs.Node with { Roles = [NodeRoles.Data], Devices = [], Persistence = Specs.Node.Persistence with { File = "" } };
        Assert.Empty(loader.Validate());
    }

    [Fact]
    public void Only_a_control_node_starts_a_cluster_of_its_own()
    {
        var alone = Specs.Node with { Cluster = Specs.Node.Cluster with { Seeds = [] } };
        Assert.Empty(alone.Validate());
        Assert.Single((alone with { Roles = [NodeRoles.Trainer] }).Validate());
    }

    [Theory]
    [InlineData(0, 8, 4)] // two trainers on the CPU; the GPU's has none of their cores
    [InlineData(0, 1, 1)]
    [InlineData(3, 8, 3)]
    public void The_cores_are_divided_among_the_trainers_on_the_CPU(int given, int numCores, int expected) =>
        Assert.Equal(expected, (Specs.Node with { TrainerThreads = given }).ThreadsPerTrainer(numCores));

    [Fact]
    public void Nothing_that_is_secret_is_printed()
    {
        var node = Specs.Node with
        {
            Persistence = Specs.Node.Persistence with { ConnectionString = new SecretText("Password=hidden") },
            DataPlane = Specs.Node.DataPlane with { Tls = Specs.Node.DataPlane.Tls! with { Password = new SecretText("hidden too") } },
        };
        var printed = $"{node} {string.Join(' ', (node with { Secret = new SecretText("hidden") }).Validate())}";
        Assert.DoesNotContain("0123456789abcdef", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", printed, StringComparison.Ordinal);
    }
}
