using System.Globalization;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaClip.TestSupport.Processes;
using Petabridge.Cmd.Cluster;
using Petabridge.Cmd.Host;
using Petabridge.Cmd.Tests.Kit;

namespace Petabridge.Cmd.Tests;

/// <summary>The palette <c>cluster</c>, on a cluster of two actor systems.</summary>
public sealed class ClusterPaletteTests : TestKit
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly string _pbm;
    private readonly ActorSystem _other;

    public ClusterPaletteTests()
        : this(LoopbackPort.Free())
    {
    }

    private ClusterPaletteTests(int port)
        : base(Settings + string.Create(CultureInfo.InvariantCulture, $"\npetabridge.cmd {{ host = \"127.0.0.1\", port = {port} }}"), "colony")
    {
        _pbm = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        _other = ActorSystem.Create("colony", Settings);
        var first = Akka.Cluster.Cluster.Get(Sys);
        first.Join(first.SelfAddress);
        var pbm = PetabridgeCmd.Get(Sys);
        pbm.RegisterCommandPalette(ClusterCommands.Instance);
        pbm.Start();
    }

    private const string Settings = """
        akka {
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster { roles = [worker], gossip-interval = 100 ms, leader-actions-interval = 100 ms, periodic-tasks-initial-delay = 100 ms }
        }
        """;

    [Fact]
    public async Task Members_are_listed_join_and_leave()
    {
        var (first, second) = (Akka.Cluster.Cluster.Get(Sys).SelfAddress, Akka.Cluster.Cluster.Get(_other).SelfAddress);
        await Says($"{first} | [worker] | up |", "cluster", "status");
        await Says($"{first} | [worker] | up |\nCount: 1 nodes", "cluster", "show");
        await Says(first.ToString(), "cluster", "leader");
        using var tail = Pbm.Start(_pbm, "cluster", "tail");
        Assert.Contains("MemberUp", await tail.ReadLineAsync(), StringComparison.Ordinal);

        Akka.Cluster.Cluster.Get(_other).Join(first);
        await Says("Count: 2 nodes", "cluster", "show", contains: true);
        var show = (await Pbm.RunAsync(null, _pbm, "cluster", "show")).Output;
        Assert.Contains($"{second} | [worker] |", show, StringComparison.Ordinal);

        Assert.Equal(new Pbm.Ended(0, $"{second} is leaving", ""), await Pbm.RunAsync(null, _pbm, "cluster", "leave", "-a", second.ToString()));
        await Says($"{first} | [worker] | up |\nCount: 1 nodes", "cluster", "show");
        for (string? line = ""; line?.Contains("MemberRemoved", StringComparison.Ordinal) != true;)
            line = await tail.ReadLineAsync();

        Assert.Equal(new Pbm.Ended(0, "Count: 0 nodes", ""), await Pbm.RunAsync(null, _pbm, "cluster", "down-unreachable"));
        Assert.Equal(new Pbm.Ended(1, "", $"pbm: {second} is no member; cluster show lists them"), await Pbm.RunAsync(null, _pbm, "cluster", "down", "-a", second.ToString()));
        Assert.Equal(new Pbm.Ended(1, "", "pbm: 'nonsense' is no address; one is akka.tcp://system@host:port"), await Pbm.RunAsync(null, _pbm, "cluster", "down", "-a", "nonsense"));
        Assert.Equal(new Pbm.Ended(1, "", "pbm: cluster join needs -a ADDRESS: The member's address, as cluster show has it."), await Pbm.RunAsync(null, _pbm, "cluster", "join"));
    }

    protected override void AfterAll()
    {
        _other.Terminate().Wait(s_limit);
        base.AfterAll();
    }

    private Task Says(string text, string palette, string command, bool contains = false) => AwaitAssertAsync(async () =>
    {
        var ended = await Pbm.RunAsync(null, _pbm, palette, command);
        Assert.Equal(0, ended.ExitCode);
        if (contains)
            Assert.Contains(text, ended.Output, StringComparison.Ordinal);
        else
            Assert.Equal(text, ended.Output);
    }, s_limit);
}
