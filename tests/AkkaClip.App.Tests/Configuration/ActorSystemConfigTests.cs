using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Configuration;

namespace AkkaClip.App.Tests.Configuration;

/// <summary>What a node's actor system is told, read back from the configuration that is made for it.</summary>
public sealed class ActorSystemConfigTests : IDisposable
{
    private readonly ConfigurationFiles _files = new();

    public ActorSystemConfigTests() => _files.SetVariable("AKKACLIP_SECRET", "a secret of the tests");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Address_roles_seeds_and_version_follow_from_the_node()
    {
        var akka = AkkaOf("akkaclip.node { roles = [control, data]\n cluster { host = a.example\n port = 4055\n seeds = [\"b.example:4053\"]\n stable-after = 7 s } }");

        Assert.Equal("cluster", akka.GetString("akka.actor.provider"));
        Assert.Equal("a.example", akka.GetString("akka.remote.dot-netty.tcp.hostname"));
        Assert.Equal(4055, akka.GetInt("akka.remote.dot-netty.tcp.port"));
        Assert.Equal(["control", "data"], akka.GetStringList("akka.cluster.roles"));
        Assert.Equal(["akka.tcp://akkaclip@b.example:4053"], akka.GetStringList("akka.cluster.seed-nodes"));
        Assert.Equal(ProgramVersion.Number, akka.GetString("akka.cluster.app-version"));
        Assert.Equal(TimeSpan.FromSeconds(7), akka.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after"));
        Assert.Equal("keep-majority", akka.GetString("akka.cluster.split-brain-resolver.active-strategy"));
        Assert.False(akka.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"));
        Assert.Equal("akkaclip", akka.GetConfig("akka.actor.serialization-bindings").Root.GetObject().GetKey("AkkaClip.Actors.Wire.IWireMessage, AkkaClip.Actors").GetString());
    }

    [Fact]
    public void A_node_without_seeds_is_its_own()
    {
        Assert.Equal(["akka.tcp://akkaclip@127.0.0.1:4053"], AkkaOf("akkaclip.node.roles = [control]").GetStringList("akka.cluster.seed-nodes"));
        Assert.Empty(AkkaOf("akkaclip.node { roles = [control]\n cluster.port = 0 }").GetStringList("akka.cluster.seed-nodes"));
    }

    [Fact]
    public void With_a_certificate_the_members_speak_TLS()
    {
        var akka = AkkaOf(
            """
            akkaclip.node {
              roles = [data]
              cluster.seeds = ["a:1"]
              cluster.tls {
                certificate = /tls/node.p12
                password = "p\"w"
                validate-peers = off
              }
            }
            """);

        Assert.Equal(["akka.ssl.tcp://akkaclip@a:1"], akka.GetStringList("akka.cluster.seed-nodes"));
        Assert.True(akka.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"));
        Assert.Equal("/tls/node.p12", akka.GetString("akka.remote.dot-netty.tcp.ssl.certificate.path"));
        Assert.Equal("p\"w", akka.GetString("akka.remote.dot-netty.tcp.ssl.certificate.password"));
        Assert.True(akka.GetBoolean("akka.remote.dot-netty.tcp.ssl.suppress-validation"));
    }

    [Fact]
    public async Task A_node_with_a_certificate_listens_under_the_protocol_that_seeds_are_looked_for_by()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var path = Path.Combine(_files.Folder, "node.p12");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pkcs12, "right"));
        var akka = AkkaOf($$"""akkaclip.node { roles = [data], cluster { port = 0, seeds = ["a:1"], tls { certificate = "{{path}}", password = right } } }""");

        using var system = ActorSystem.Create("akkaclip", ConfigurationFactory.ParseString("akka { actor.provider = remote, loglevel = OFF }").WithFallback(akka));
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        await system.Terminate();

        Assert.Equal(Address.Parse(akka.GetStringList("akka.cluster.seed-nodes")[0]).Protocol, address.Protocol);
    }

    [Fact]
    public void Control_nodes_keep_their_events_in_the_database()
    {
        var sqlite = AkkaOf("akkaclip.node { roles = [control]\n persistence.file = /var/akkaclip.db }");
        Assert.Equal("akka.persistence.journal.sql", sqlite.GetString("akka.persistence.journal.plugin"));
        Assert.Equal("Data Source=\"/var/akkaclip.db\"", sqlite.GetString("akka.persistence.journal.sql.connection-string"));
        Assert.Equal("SQLite.MS", sqlite.GetString("akka.persistence.snapshot-store.sql.provider-name"));

        var postgres = AkkaOf("akkaclip.node { roles = [control]\n persistence { provider = postgresql\n connection-string = \"Host=db;Password=a;\" } }");
        Assert.Equal("PostgreSQL.15", postgres.GetString("akka.persistence.journal.sql.provider-name"));
        Assert.Equal("Host=db;Password=a;", postgres.GetString("akka.persistence.snapshot-store.sql.connection-string"));

        Assert.False(AkkaOf("akkaclip.node { roles = [data]\n cluster.seeds = [\"a:1\"] }").HasPath("akka.persistence.journal.sql"));
    }

    [Fact]
    public void What_the_user_says_in_akka_wins_over_what_follows_and_over_the_reference()
    {
        var akka = AkkaOf("akkaclip.node.roles = [control]\nakka.loglevel = DEBUG\nakka.cluster.gossip-interval = 3 s");
        Assert.Equal("DEBUG", akka.GetString("akka.loglevel"));
        Assert.Equal(TimeSpan.FromSeconds(3), akka.GetTimeSpan("akka.cluster.gossip-interval"));
        Assert.Equal(TimeSpan.FromMilliseconds(250), akka.GetTimeSpan("akka.cluster.failure-detector.heartbeat-interval"));
        Assert.Equal("INFO", AkkaOf("akkaclip.node.roles = [control]").GetString("akka.loglevel"));
    }

    private Config AkkaOf(string node) => _files.LoadNode(node).ActorSystem;
}
