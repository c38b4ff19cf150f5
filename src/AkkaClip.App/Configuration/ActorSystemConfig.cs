using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Akka.Configuration;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Configuration;

/// <summary>
/// What the actor system of a node, or of a client of a cluster, is configured to. Nearest first: what the user said in
/// <c>akka { ... }</c>, what follows from the specification, what the reference has in <c>akka { ... }</c>.
/// </summary>
internal static class ActorSystemConfig
{
    private const string Journal = "akka.persistence.journal";
    private const string Snapshots = "akka.persistence.snapshot-store";

    public static Config Of(NodeSpec node, LayeredConfiguration configuration) => Layered(Generate(node), configuration);

    public static Config Of(ClientSpec client, LayeredConfiguration configuration) => Layered(Generate(client), configuration);

    private static Config Layered(string generated, LayeredConfiguration configuration) => configuration.ActorSystemOfUser
        .WithFallback(ConfigurationFactory.ParseString(generated))
        .WithFallback(configuration.ActorSystemOfReference);

    private static string Generate(NodeSpec node)
    {
        var config = new StringBuilder();
        var cluster = node.Cluster;
        Write(config, "akka.actor.provider", "cluster");
        Write(config, "akka.loglevel", "INFO");
        WriteCommon(config, cluster.Host, cluster.Port, cluster.Tls);
        WriteList(config, "akka.cluster.roles", node.Roles);
        WriteList(config, "akka.cluster.seed-nodes", SeedsOf(cluster).Select(seed => AddressOf(cluster.System, seed, cluster.Tls)));
        Write(config, "akka.cluster.app-version", cluster.AppVersion);
        Write(config, "akka.cluster.split-brain-resolver.stable-after", Milliseconds(cluster.StableAfter));
        if (node.Has(NodeRoles.Control))
            WritePersistence(config, node.Persistence);
        if (node.Pbm is { } pbm)
            WritePbm(config, pbm, node.Secret);
        return config.ToString();
    }

    private static string Generate(ClientSpec client)
    {
        var config = new StringBuilder();
        Write(config, "akka.actor.provider", "remote");
        // The command says itself, and better, that no member answers.
        Write(config, "akka.loglevel", "ERROR");
        WriteCommon(config, client.Host ?? "", 0, client.Tls);
        WriteList(config, "akka.cluster.client.initial-contacts", client.Contacts.Select(contact => $"{AddressOf(client.System, contact, client.Tls)}/system/receptionist"));
        return config.ToString();
    }

    private static void WriteCommon(StringBuilder config, string host, int port, TlsSpec? tls)
    {
        Write(config, "akka.stdout-loglevel", "OFF");
        WriteList(config, "akka.loggers", ["AkkaClip.App.Nodes.LineLogger, akkaclip"]);
        Write(config, "akka.actor.serializers.akkaclip", "AkkaClip.Actors.Wire.WireSerializer, AkkaClip.Actors");
        Write(config, "akka.actor.serialization-bindings.\"AkkaClip.Actors.Wire.IWireMessage, AkkaClip.Actors\"", "akkaclip");
        Write(config, "akka.remote.dot-netty.tcp.hostname", host);
        Write(config, "akka.remote.dot-netty.tcp.port", port.ToString(CultureInfo.InvariantCulture));
        if (tls is null)
            return;
        Write(config, "akka.remote.dot-netty.tcp.enable-ssl", "on");
        Write(config, "akka.remote.dot-netty.tcp.ssl.certificate.path", tls.Certificate);
        Write(config, "akka.remote.dot-netty.tcp.ssl.certificate.password", tls.Password.Reveal());
        Write(config, "akka.remote.dot-netty.tcp.ssl.suppress-validation", tls.ValidatePeers ? "off" : "on");
    }

    private static void WritePersistence(StringBuilder config, PersistenceSpec persistence)
    {
        Write(config, $"{Journal}.plugin", $"{Journal}.sql");
        Write(config, $"{Journal}.sql.class", "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql");
        Write(config, $"{Snapshots}.plugin", $"{Snapshots}.sql");
        Write(config, $"{Snapshots}.sql.class", "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql");
        foreach (var plugin in new[] { $"{Journal}.sql", $"{Snapshots}.sql" })
        {
            Write(config, $"{plugin}.provider-name", persistence.Provider == PersistenceProvider.Sqlite ? "SQLite.MS" : "PostgreSQL.15");
            Write(config, $"{plugin}.connection-string", ConnectionStringOf(persistence));
        }
    }

    private static void WritePbm(StringBuilder config, PbmSpec pbm, SecretText secret)
    {
        Write(config, "petabridge.cmd.host", pbm.Host);
        Write(config, "petabridge.cmd.port", pbm.Port.ToString(CultureInfo.InvariantCulture));
        // Who is on this machine may look; from elsewhere one has to know what the nodes know.
        if (pbm.Host != "localhost" && !(IPAddress.TryParse(pbm.Host, out var address) && IPAddress.IsLoopback(address)))
            Write(config, "petabridge.cmd.secret", secret.Reveal());
    }

    /// <summary>How the database's own driver finds it.</summary>
    internal static string ConnectionStringOf(PersistenceSpec persistence) => persistence.Provider == PersistenceProvider.Sqlite
        ? $"Data Source=\"{persistence.File}\""
        : persistence.ConnectionString.Reveal();

    /// <summary>A node without seeds is its own. With a port that is not known yet it joins itself when it has one.</summary>
    private static ImmutableArray<string> SeedsOf(ClusterSpec cluster) =>
        cluster.Seeds.IsEmpty && cluster.Port > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{cluster.Host}:{cluster.Port}")] : cluster.Seeds;

    /// <summary>The address of a member's actor system.</summary>
    /// <param name="endpoint">host:port.</param>
    public static string AddressOf(string system, string endpoint, TlsSpec? tls) => $"{(tls is null ? "akka.tcp" : "akka.ssl.tcp")}://{system}@{endpoint}";

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds} ms");

    private static void Write(StringBuilder config, string path, string value) => config.Append(path).Append(" = ").Append(HoconString.Quote(value)).Append('\n');

    private static void WriteList(StringBuilder config, string path, IEnumerable<string> values) =>
        config.Append(path).Append(" = [").AppendJoin(", ", values.Select(HoconString.Quote)).Append("]\n");
}
