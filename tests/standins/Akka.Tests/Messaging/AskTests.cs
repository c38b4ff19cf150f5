using Akka.Actor;
using Akka.TestKit.TestActors;

namespace Akka.Tests.Messaging;

public class AskTests : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_answer_completes_the_task() =>
        Assert.Equal("hello", await Answering("hello").Ask<string>("?", Soon));

    [Fact]
    public async Task No_answer_in_time_fails_the_task() => await Assert.ThrowsAsync<AskTimeoutException>(
        () => Sys.ActorOf(BlackHoleActor.Props).Ask<string>("?", TimeSpan.FromMilliseconds(20)));

    [Fact]
    public async Task A_failure_as_the_answer_fails_the_task_with_its_cause()
    {
        var cause = new InvalidOperationException("no");
        Assert.Same(cause, await Assert.ThrowsAsync<InvalidOperationException>(
            () => Answering(new Status.Failure(cause)).Ask<string>("?", Soon)));
    }

    [Fact]
    public async Task An_answer_of_another_type_fails_the_task() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Answering(42).Ask<string>("?", Soon));

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        var answer = Sys.ActorOf(BlackHoleActor.Props).Ask<string>("?", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public void The_result_of_a_piped_task_arrives_with_the_given_sender()
    {
        var sender = CreateTestProbe();
        Task.FromResult(20).PipeTo(TestActor, sender.Ref, success: i => i + 1);
        ExpectMsg(21);
        Assert.Equal(sender.Ref, LastSender);
    }

    [Fact]
    public void The_failure_of_a_piped_task_arrives_as_a_status_or_as_transformed()
    {
        var cause = new TimeoutException("late");
        Task.FromException<int>(cause).PipeTo(TestActor);
        Assert.Same(cause, ExpectMsg<Status.Failure>().Cause);
        Task.FromException(cause).PipeTo(TestActor, failure: e => e.Message);
        ExpectMsg("late");
    }

    [Fact]
    public void A_forwarded_message_keeps_its_sender()
    {
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        var sender = CreateTestProbe();
        forwarder.Tell("x", sender.Ref);
        ExpectMsg("x");
        Assert.Equal(sender.Ref, LastSender);
    }

    [Fact]
    public void Messages_of_one_sender_arrive_in_their_order()
    {
        const int Count = 20_000;
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        for (var i = 0; i < Count; i++)
            forwarder.Tell(i);
        Assert.Equal(Enumerable.Range(0, Count).Cast<object>(), ReceiveN(Count, TimeSpan.FromSeconds(30)));
    }

    private IActorRef Answering(object answer) => Sys.ActorOf(Props.Create(() => new Answerer(answer)));

    private sealed class Answerer : ReceiveActor
    {
        public Answerer(object answer) => ReceiveAny(_ => Sender.Tell(answer));
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef target) => ReceiveAny(target.Forward);
    }
}
