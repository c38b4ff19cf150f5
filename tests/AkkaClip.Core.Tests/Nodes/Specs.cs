using AkkaClip.Core.Nodes;

namespace AkkaClip.Core.Tests.Nodes;

/// <summary>A valid node to vary in tests with <c>with</c>.</summary>
internal static class Specs
{
    public static NodeSpec Node { get; } = new()
    {
        Name = "host-4053",
        Roles = [NodeRoles.Control, NodeRoles.Trainer],
        Devices = ["cpu", "cpu", "cuda:0"],
        TrainerThreads = 0,
        RunsDirectory = "/runs",
        Secret = new SecretText("0123456789abcdef"),
        Cluster = new ClusterSpec
        {
            System = "akkaclip",
            Host = "host.example",
            Port = 4053,
            Seeds = ["host.example:4053", "[::1]:4054"],
            AppVersion = "1.0.0",
            StableAfter = TimeSpan.FromSeconds(3),
            Tls = null,
        },
        DataPlane = new DataPlaneSpec
        {
            Host = "10.0.0.1",
            Port = 0,
            UnixSockets = false,
            ProgressDeadline = TimeSpan.FromSeconds(2),
            Tls = new TlsSpec { Certificate = "node.p12", Password = new SecretText(""), ValidatePeers = true },
        },
        Persistence = new PersistenceSpec { Provider = PersistenceProvider.Sqlite, File = "/runs/akkaclip.db", ConnectionString = new SecretText("") },
        RollCall = TimeSpan.FromMilliseconds(500),
        RestartGrace = TimeSpan.FromSeconds(5),
        LoaderMegabytes = 256,
        NodeOfferInterval = TimeSpan.FromSeconds(1),
    };
}
