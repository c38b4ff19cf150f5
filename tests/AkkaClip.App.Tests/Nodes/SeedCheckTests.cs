using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using AkkaClip.App.Configuration;
using AkkaClip.App.Nodes;
using AkkaClip.App.Tests.Configuration;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Tests.Nodes;

/// <summary>A node that is about to join asks a member, over TCP, whether they belong together.</summary>
public sealed class SeedCheckTests : IDisposable
{
    private const string Secret = "a secret of the tests";
    private static readonly SecretText s_secret = new(Secret);

    private readonly ConfigurationFiles _files = new();
    private readonly List<ActorSystem> _members = [];

    public SeedCheckTests() => _files.SetVariable("AKKACLIP_SECRET", Secret);

    public void Dispose()
    {
        foreach (var member in _members)
            member.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task A_member_of_the_same_cluster_is_recognised()
    {
        var seed = Member(s_secret, ProgramVersion.Number, TimeProvider.System);

        var finding = Assert.Single(await CheckAsync(seed));

        Assert.Equal(Finding.Fine("seeds", $"{seed} is a node of this cluster"), finding);
    }

    [Fact]
    public async Task Another_secret_is_refused()
    {
        var seed = Member(new SecretText("the secret of another"), ProgramVersion.Number, TimeProvider.System);

        var finding = Assert.Single(await CheckAsync(seed));

        Assert.Equal(FindingKind.Refusal, finding.Kind);
        Assert.Contains("has another secret than this node", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_version_and_a_clock_that_is_far_off_are_refused_together()
    {
        var seed = Member(s_secret, "9.9.9", new FixedTime(TimeProvider.System.GetUtcNow().AddHours(1)));

        var findings = await CheckAsync(seed);

        Assert.Equal([FindingKind.Refusal, FindingKind.Refusal], findings.Select(finding => finding.Kind));
        Assert.Contains("is akkaclip 9.9.9, this one is", findings[0].Text, StringComparison.Ordinal);
        Assert.Contains("behind that of the node at", findings[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_at_the_seeds_port_is_a_warning()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();

        var finding = Assert.Single(await CheckAsync(stranger.LocalEndpoint.ToString()!));

        Assert.Equal(FindingKind.Warning, finding.Kind);
        Assert.Contains("does not answer as a node of the cluster 'akkaclip' with TLS off", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeds_that_are_not_there_yet_are_a_warning_each()
    {
        var seed = Member(s_secret, ProgramVersion.Number, TimeProvider.System);

        Assert.Equal("this node is the first of its cluster", Assert.Single(await CheckAsync("127.0.0.1:4053")).Text);
        Assert.Equal("nobody listens at 127.0.0.1:1 yet; this node goes on trying to join", Assert.Single(await CheckAsync("127.0.0.1:1", "127.0.0.1:4053")).Text);
        Assert.Equal(
            [Finding.Warning("seeds", "nobody listens at 127.0.0.1:1 yet"), Finding.Fine("seeds", $"{seed} is a node of this cluster")],
            await CheckAsync("127.0.0.1:1", seed));
    }

    [Fact]
    public void Strangers_learn_nothing_from_the_answer()
    {
        var question = Proof.Ask(new SecretText("a guess at the secret"));
        Assert.Equal("akkaclip-1 refused", Proof.Answer(question, s_secret, "1.0", DateTimeOffset.UnixEpoch));
        Assert.Null(Proof.Read("akkaclip-1 refused", question, s_secret));
        foreach (var garbage in new[] { "", "akkaclip-1", "akkaclip-1 00 00", new string('x', 100_000) })
            Assert.Equal("akkaclip-1 refused", Proof.Answer(garbage, s_secret, "1.0", DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void An_answer_fits_its_own_question_alone()
    {
        var (one, other) = (Proof.Ask(s_secret), Proof.Ask(s_secret));
        var answer = Proof.Answer(one, s_secret, "1.0", DateTimeOffset.UnixEpoch);

        Assert.Equal(("1.0", DateTimeOffset.UnixEpoch), Proof.Read(answer, one, s_secret));
        Assert.Null(Proof.Read(answer, other, s_secret));
        Assert.DoesNotContain(Secret, one + answer, StringComparison.Ordinal);
    }

    /// <summary>Starts a member; its host:port.</summary>
    private string Member(SecretText secret, string version, TimeProvider time)
    {
        var member = ActorSystem.Create("akkaclip", ConfigurationFactory.ParseString(
            """
            akka.actor.provider = remote
            akka.loglevel = OFF
            akka.remote.dot-netty.tcp {
              hostname = 127.0.0.1
              port = 0
            }
            """));
        _members.Add(member);
        member.ActorOf(Gatekeeper.Props(secret, version, time), Gatekeeper.Name);
        var address = ((ExtendedActorSystem)member).Provider.DefaultAddress;
        return $"{address.Host}:{address.Port}";
    }

    private async Task<IReadOnlyList<Finding>> CheckAsync(params string[] seeds)
    {
        var node = _files.LoadNode("akkaclip.node.roles = [data]", ConfigOverride.Of("--seed", "akkaclip.node.cluster.seeds", seeds));
        return await SeedCheck.RunAsync(node.Node, node.ActorSystem, TimeProvider.System, CancellationToken.None);
    }
}
