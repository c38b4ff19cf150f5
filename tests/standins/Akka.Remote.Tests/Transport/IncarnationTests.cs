using Akka.Event;
using Akka.Remote.Tests.Systems;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Transport;

public sealed class IncarnationTests(ITestOutputHelper output) : RemoteSystems(output, Tuned)
{
    private const string Tuned = """
        akka.remote.watch-failure-detector {
          heartbeat-interval = 100ms
          acceptable-heartbeat-pause = 1s
          unreachable-nodes-reaper-interval = 100ms
        }
        """;

    private ExtendedActorSystem Extended => (ExtendedActorSystem)Sys;

    [Fact]
    public async Task A_system_restarted_at_the_same_port_is_talked_to_and_its_old_actors_are_gone()
    {
        var port = FreePort();
        var first = Start("there", Tuned, port);
        var old = await Reach(Sys, first.ActorOf(Props.Create<Echo>(), "echo"), first);
        Assert.Equal("first", await old.Ask<string>("first", Soon));
        await first.Terminate().WaitAsync(Soon);

        var second = Start("there", Tuned, port);
        var echo = second.ActorOf(Props.Create<Echo>(), "echo");
        IActorRef renewed = ActorRefs.Nobody;
        await AwaitAssertAsync(async () => renewed = await Reach(Sys, echo, second), Soon, TimeSpan.FromMilliseconds(100));
        Assert.NotEqual(old, renewed);
        Assert.NotEqual(AddressUidExtension.Uid(first), AddressUidExtension.Uid(second));
        Assert.Equal("second", await renewed.Ask<string>("second", Soon));
        Watch(old);
        await ExpectTerminatedAsync(old, Soon);
        Watch(renewed);
        second.Stop(echo);
        await ExpectTerminatedAsync(renewed, Soon);
    }

    [Fact]
    public async Task A_quarantined_incarnation_is_never_talked_to_again_and_its_successor_is()
    {
        var port = FreePort();
        var there = Start("there", Tuned, port);
        var echo = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        var uid = AddressUidExtension.Uid(there);
        var events = CreateTestProbe();
        Sys.EventStream.Subscribe(events, typeof(QuarantinedEvent));
        var told = CreateTestProbe(there);
        there.EventStream.Subscribe(told, typeof(ThisActorSystemQuarantinedEvent));

        ((IRemoteActorRefProvider)Extended.Provider).Quarantine(AddressOf(there), uid);
        var quarantined = await events.ExpectMsgAsync<QuarantinedEvent>(Soon);
        Assert.Equal((AddressOf(there), uid), (quarantined.Address, quarantined.Uid));
        // It hears of that at the latest when it has something to say.
        await AwaitAssertAsync(
            async () =>
            {
                there.ActorSelection(new RootActorPath(Here) / TestActor.Path.Elements).Tell("nor this");
                Assert.Equal(Here, (await told.ExpectMsgAsync<ThisActorSystemQuarantinedEvent>(TimeSpan.FromMilliseconds(300))).RemoteAddress);
            },
            Soon);

        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters, typeof(DeadLetter));
        for (var i = 0; i < 3; i++)
        {
            echo.Tell("never arrives", TestActor);
            await letters.FishForMessageAsync<DeadLetter>(d => d.Message is "never arrives", Soon);
        }
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(300));

        await there.Terminate().WaitAsync(Soon);
        var next = Start("there", Tuned, port);
        var nextEcho = next.ActorOf(Props.Create<Echo>(), "echo");
        IActorRef renewed = ActorRefs.Nobody;
        await AwaitAssertAsync(async () => renewed = await Reach(Sys, nextEcho, next), Soon, TimeSpan.FromMilliseconds(100));
        Assert.Equal("welcome", await renewed.Ask<string>("welcome", Soon));
    }

    [Fact]
    public async Task A_silent_system_is_found_quarantined_and_its_actors_count_as_terminated()
    {
        await using var proxy = new TcpProxy();
        var there = StartBehind(proxy, "there", Tuned);
        var echo = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        var events = CreateTestProbe();
        Sys.EventStream.Subscribe(events, typeof(QuarantinedEvent));
        Watch(echo);
        Assert.Equal("fine", await echo.Ask<string>("fine", Soon));
        var watcher = Sys.ActorSelection("/system/remote-watcher");
        await AwaitAssertAsync(async () => Assert.Equal(
            RemoteWatcher.Stats.Counts(1, 1), await watcher.Ask<RemoteWatcher.Stats>(RemoteWatcher.Stats.Empty, Soon)), Soon);
        // Long enough for the first heartbeats, without which no incarnation is known that could be quarantined.
        var probe = there.ActorOf(Props.Create<Echo>(), "second");
        Watch(await Reach(Sys, probe, there));
        await Sys.ActorSelection(new RootActorPath(AddressOf(there)) / "system" / "remote-watcher").ResolveOne(Soon);
        proxy.Silence();
        var terminated = new[] { await ExpectMsgAsync<Terminated>(Soon), await ExpectMsgAsync<Terminated>(Soon) };
        Assert.All(terminated, t => Assert.True(t.AddressTerminated));
    }

    [Fact]
    public async Task Systems_that_meet_and_part_are_announced()
    {
        var events = CreateTestProbe();
        Sys.EventStream.Subscribe(events, typeof(AssociationEvent));
        var there = Start("there", Tuned);
        await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        var associated = await events.ExpectMsgAsync<AssociatedEvent>(Soon);
        Assert.Equal((Here, AddressOf(there), false), (associated.LocalAddress, associated.RemoteAddress, associated.IsInbound));
        await there.Terminate().WaitAsync(Soon);
        await events.FishForMessageAsync<DisassociatedEvent>(_ => true, Soon);
    }
}
