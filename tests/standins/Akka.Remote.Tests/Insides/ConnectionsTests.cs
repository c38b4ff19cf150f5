using Akka.Remote.Tests.Systems;
using Akka.TestKit;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Insides;

/// <summary>
/// What connections of different kinds, and system messages that are kept until they are acknowledged, are for. The genuine
/// package has one connection for everything, and may quarantine a system whose connection breaks at the wrong moment.
/// </summary>
public sealed class ConnectionsTests(ITestOutputHelper output) : RemoteSystems(output)
{
    [Fact]
    public async Task Every_stop_is_told_exactly_once_although_the_connections_break_all_the_time()
    {
        const int Rounds = 10;
        const int PerRound = 20;
        await using var proxyOfWatched = new TcpProxy();
        await using var proxyOfWatching = new TcpProxy();
        var watched = StartBehind(proxyOfWatched, "watched");
        var watching = StartBehind(proxyOfWatching, "watching");
        var watcher = CreateTestProbe(watching);
        for (var round = 0; round < Rounds; round++)
        {
            var reached = new List<IActorRef>();
            for (var i = 0; i < PerRound; i++)
            {
                var echo = watched.ActorOf(Props.Create<Echo>(), $"a{round}-{i}");
                IActorRef actor = ActorRefs.Nobody;
                // What is no system message may be lost by the cuts of the round before.
                await AwaitAssertAsync(async () => actor = await Reach(watching, echo, watched, TimeSpan.FromSeconds(1)), Soon, TimeSpan.FromMilliseconds(50));
                reached.Add(actor);
                watcher.Watch(actor);
            }
            foreach (var i in Enumerable.Range(0, PerRound))
            {
                watched.ActorSelection($"/user/a{round}-{i}").Tell(PoisonPill.Instance);
                if (i == PerRound / 2)
                {
                    proxyOfWatched.Cut();
                    proxyOfWatching.Cut();
                }
            }
            var stopped = new List<IActorRef>();
            for (var i = 0; i < PerRound; i++)
                stopped.Add((await watcher.ExpectMsgAsync<Terminated>(Soon)).ActorRef);
            Assert.Equal(reached.Order(), stopped.Order());
        }
        await watcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(200));
        var connections = proxyOfWatched.Connections + proxyOfWatching.Connections;
        Assert.True(connections > Rounds, $"the connections were not renewed: {connections}");
    }

    [Fact]
    public async Task Heartbeats_are_answered_while_the_connection_of_bulk_stands_still()
    {
        await using var proxy = new TcpProxy();
        var there = StartBehind(proxy, "there");
        var sink = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        for (var i = 0; i < 100; i++)
            sink.Tell(new byte[64 * 1024], ActorRefs.NoSender);
        Assert.Equal("bulk is through", await sink.Ask<string>("bulk is through", Soon));
        proxy.StallAbove(1_000_000);
        sink.Tell(new byte[64 * 1024], ActorRefs.NoSender);
        Sys.ActorSelection(new RootActorPath(AddressOf(there)) / "system" / "remote-watcher").Tell(RemoteWatcher.Heartbeat.Instance, TestActor);
        Assert.Equal(AddressUidExtension.Uid(there), (await ExpectMsgAsync<RemoteWatcher.HeartbeatRsp>(Soon)).AddressUid);
        await Assert.ThrowsAsync<AskTimeoutException>(() => sink.Ask<string>("stuck", TimeSpan.FromMilliseconds(300)));
    }

    // The genuine package writes such a message as JSON.
    [Fact]
    public async Task A_message_without_serializer_is_discarded_with_an_error_that_names_its_type()
    {
        var there = Start("there");
        var echo = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        await EventFilter.Error(contains: typeof(Unserializable).FullName).ExpectOneAsync(() =>
        {
            echo.Tell(new Unserializable(), TestActor);
            return Task.CompletedTask;
        });
        Assert.Equal("still there", await echo.Ask<string>("still there", Soon));
    }

    private sealed class Unserializable
    {
    }
}
