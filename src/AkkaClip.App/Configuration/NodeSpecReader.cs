using System.Collections.Immutable;
using System.Globalization;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Configuration;

/// <summary>Makes a node's specification of its HOCON section. Every key is read here once; none has a default here.</summary>
/// <param name="node">The section <see cref="Root"/>.</param>
/// <param name="secrets">Finds the cluster's secret.</param>
/// <param name="machine">The machine's name, of which a node without a name makes its own.</param>
/// <param name="version">The program's.</param>
internal sealed class NodeSpecReader(ConfigSection node, SecretReader secrets, string machine, string version)
{
    public const string Root = "akkaclip.node";

    public NodeSpec Read()
    {
        var cluster = ReadCluster(node.At("cluster"));
        var runs = node.Path("runs-directory");
        return new NodeSpec
        {
            Name = node.OptionalText("name") ?? NameOf(machine, cluster.Port),
            Roles = node.Texts("roles"),
            Devices = node.Texts("devices"),
            TrainerThreads = node.Integer("trainer-threads"),
            RunsDirectory = runs,
            Secret = secrets.Read(node.At("secret")),
            Cluster = cluster,
            DataPlane = ReadDataPlane(node.At("data-plane"), cluster.Host),
            Persistence = ReadPersistence(node.At("persistence"), runs),
            Pbm = ReadPbm(node.At("pbm")),
            RollCall = node.At("limits").Duration("roll-call"),
            RestartGrace = node.At("limits").Duration("restart-grace"),
            LoaderMegabytes = node.At("limits").Integer("loader-megabytes"),
            NodeOfferInterval = node.At("limits").Duration("offer-interval"),
        };
    }

    private ClusterSpec ReadCluster(ConfigSection cluster) => new()
    {
        System = cluster.Text("system"),
        Host = cluster.Text("host"),
        Port = cluster.Integer("port"),
        Seeds = cluster.Texts("seeds"),
        AppVersion = version,
        StableAfter = cluster.Duration("stable-after"),
        Tls = ReadTls(cluster.At("tls")),
    };

    private static DataPlaneSpec ReadDataPlane(ConfigSection plane, string clusterHost) => new()
    {
        Host = plane.OptionalText("host") ?? clusterHost,
        Port = plane.Integer("port"),
        UnixSockets = plane.Flag("unix-sockets"),
        ProgressDeadline = plane.Duration("progress-deadline"),
        Tls = ReadTls(plane.At("tls")),
    };

    private static PersistenceSpec ReadPersistence(ConfigSection persistence, string runs) => new()
    {
        Provider = persistence.Choice<PersistenceProvider>("provider"),
        File = persistence.OptionalPath("file") ?? Path.Combine(runs, "akkaclip.db"),
        ConnectionString = new SecretText(persistence.OptionalText("connection-string") ?? ""),
    };

    private static PbmSpec? ReadPbm(ConfigSection pbm)
    {
        var host = pbm.Text("host");
        return pbm.OptionalInteger("port") is { } port ? new PbmSpec(host, port) : null;
    }

    internal static TlsSpec? ReadTls(ConfigSection tls) => tls.OptionalPath("certificate") is not { } certificate
        ? null
        : new TlsSpec { Certificate = certificate, Password = new SecretText(tls.Text("password")), ValidatePeers = tls.Flag("validate-peers") };

    /// <summary>The machine's name as far as it may be part of a node's, and the port; without one, the process.</summary>
    private static string NameOf(string machine, int port)
    {
        var letters = machine.Split('.')[0].ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').ToImmutableArray();
        var name = new string([.. letters.Take(50)]).Trim('-');
        var number = port > 0 ? port.ToString(CultureInfo.InvariantCulture) : $"p{Environment.ProcessId}";
        return name.Length > 0 ? $"{name}-{number}" : $"node-{number}";
    }
}
