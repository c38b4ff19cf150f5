using Akka.Remote.Tests.Systems;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Watching;

public sealed class LastWordsTests(ITestOutputHelper output) : RemoteSystems(output)
{
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
