using Akka.Remote.Tests.Systems;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Messaging;

public sealed class OrderTests(ITestOutputHelper output) : RemoteSystems(output)
{
    [Fact]
    public async Task A_hundred_thousand_messages_arrive_in_the_order_in_which_each_sender_sent_them()
    {
        const int PerSender = 50_000;
        var there = Start("there");
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var checker = await Reach(Sys, there.ActorOf(Props.Create(() => new OrderChecker(2, PerSender, done)), "checker"), there);
        for (var sender = 0; sender < 2; sender++)
            Sys.ActorOf(Props.Create(() => new Counter(checker, PerSender)), $"counter{sender}");
        Assert.Equal("in order", await done.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task A_broken_connection_may_lose_messages_but_never_repeats_or_reorders_them()
    {
        await using var proxy = new TcpProxy();
        var there = StartBehind(proxy, "there");
        var seen = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var recorder = await Reach(Sys, there.ActorOf(Props.Create(() => new Recorder(seen)), "recorder"), there);
        var next = 0;
        for (var cut = 0; cut < 5; cut++)
        {
            for (var i = 0; i < 5_000; i++)
                recorder.Tell(next++);
            proxy.Cut();
        }
        // Until one comes through again.
        await AwaitConditionAsync(() =>
        {
            recorder.Tell(next);
            return Task.FromResult(seen.LastOrDefault() == next);
        }, Soon, TimeSpan.FromMilliseconds(50));
        var distinct = seen.Where(n => n < next).ToArray();
        Assert.Equal(distinct.Order().Distinct(), distinct);
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter(IActorRef target, int count)
        {
            for (var i = 0; i < count; i++)
                target.Tell(i, Self);
        }
    }

    private sealed class Recorder : ReceiveActor
    {
        public Recorder(System.Collections.Concurrent.ConcurrentQueue<int> seen) => Receive<int>(seen.Enqueue);
    }

    private sealed class OrderChecker : ReceiveActor
    {
        public OrderChecker(int senders, int perSender, TaskCompletionSource<string> done)
        {
            var expected = new Dictionary<IActorRef, int>();
            Receive<int>(number =>
            {
                var wanted = expected.GetValueOrDefault(Sender);
                if (number != wanted)
                    done.TrySetResult($"{number} of {Sender} instead of {wanted}");
                expected[Sender] = number + 1;
                if (expected.Count == senders && expected.Values.All(n => n == perSender))
                    done.TrySetResult("in order");
            });
        }
    }
}
