using Akka.Remote.Tests.Systems;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Watching;

public sealed class ExactlyOnceTests(ITestOutputHelper output) : RemoteSystems(output)
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
    public async Task The_last_words_of_an_actor_come_before_its_death()
    {
        const int Words = 200;
        var there = Start("there");
        var talker = await Reach(Sys, there.ActorOf(Props.Create(() => new Talker(Words)), "talker"), there);
        Watch(talker);
        talker.Tell("talk", TestActor);
        for (var i = 0; i < Words; i++)
            Assert.Equal(i, (await ExpectMsgAsync<byte[]>(Soon))[0]);
        await ExpectTerminatedAsync(talker, Soon);
    }

    // Says much in a moment, and stops.
    private sealed class Talker : ReceiveActor
    {
        public Talker(int words) => Receive<string>(_ =>
        {
            for (var i = 0; i < words; i++)
            {
                var word = new byte[64 * 1024];
                word[0] = (byte)i;
                Sender.Tell(word, Self);
            }
            Context.Stop(Self);
        });
    }
}
