using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Tests.Systems;
using Akka.TestKit;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Transport;

public sealed class FailureTests(ITestOutputHelper output) : RemoteSystems(output)
{
    [Fact]
    public async Task Messages_to_an_address_where_nobody_listens_are_dead_letters_and_later_ones_arrive_when_somebody_does()
    {
        var port = FreePort();
        var path = new RootActorPath(new Address("akka.tcp", "late", "127.0.0.1", port)) / "user" / "echo";
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters, typeof(DeadLetter));
        Sys.ActorSelection(path).Tell("too early", TestActor);
        var letter = await letters.FishForMessageAsync<DeadLetter>(d => d.Message is "too early", Soon);
        Assert.Equal(TestActor, letter.Sender);

        Start("late", port: port).ActorOf(Props.Create<Echo>(), "echo");
        await AwaitConditionAsync(async () =>
        {
            Sys.ActorSelection(path).Tell("now", TestActor);
            return HasMessages || await Task.FromResult(false);
        }, Soon, TimeSpan.FromMilliseconds(50));
        await ExpectMsgAsync("now", Soon);
    }

    [Fact]
    public async Task A_message_above_the_frame_limit_is_discarded_with_an_error_and_others_go_on()
    {
        var there = Start("there");
        var echo = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        await EventFilter.Error(contains: $"max allowed size 128000 bytes, actual size of encoded {typeof(byte[])} was 128").ExpectOneAsync(() =>
        {
            echo.Tell(new byte[128_001], TestActor);
            return Task.CompletedTask;
        });
        echo.Tell(new byte[127_000], TestActor);
        Assert.Equal(127_000, (await ExpectMsgAsync<byte[]>(Soon)).Length);
    }

    [Fact]
    public void A_port_in_use_fails_the_start_with_an_error_that_names_the_address()
    {
        var port = Here.Port!.Value;
        var thrown = Assert.ThrowsAny<Exception>(() => Start("second", port: port));
        Assert.Contains($"127.0.0.1:{port}", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_limit_below_32000_bytes_fails_the_start()
    {
        var thrown = Assert.ThrowsAny<Exception>(() => Start("small", "akka.remote.dot-netty.tcp.maximum-frame-size = 1000b"));
        Assert.Contains("maximum-frame-size", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_before_a_system_ends_still_arrives()
    {
        const int Count = 1_000;
        var ending = Start("ending");
        var target = await Reach(ending, TestActor, Sys);
        for (var i = 0; i < Count; i++)
            target.Tell(i, ActorRefs.NoSender);
        await ending.Terminate().WaitAsync(Soon);
        for (var i = 0; i < Count; i++)
            await ExpectMsgAsync(i, Soon);
    }

    [Fact]
    public async Task An_untrusting_system_drops_harmful_messages_and_selections_but_those_that_it_trusts()
    {
        var wary = Start("wary", "akka.remote { untrusted-mode = on, trusted-selection-paths = [\"/user/open\"] }");
        var open = wary.ActorOf(Props.Create<Echo>(), "open");
        wary.ActorOf(Props.Create<Echo>(), "closed");
        var root = new RootActorPath(AddressOf(wary));
        Sys.ActorSelection(root / "user" / "closed").Tell("not this", TestActor);
        Sys.ActorSelection(root / "user" / "open").Tell("this", TestActor);
        await ExpectMsgAsync("this", Soon);
        LastSender.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        LastSender.Tell("still alive", TestActor);
        await ExpectMsgAsync("still alive", Soon);
        Assert.Equal(open.Path.Uid, LastSender.Path.Uid);
    }
}
