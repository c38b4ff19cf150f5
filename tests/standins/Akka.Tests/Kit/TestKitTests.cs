using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Xunit.Sdk;

namespace Akka.Tests.Kit;

public class TestKitTests : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void The_test_actor_is_the_implicit_sender()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("x");
        probe.ExpectMsg("x");
        probe.Reply("y");
        ExpectMsg("y");
        Assert.Equal(probe.Ref, LastSender);
    }

    [Fact]
    public async Task It_still_is_after_an_await()
    {
        await Task.Delay(1);
        var probe = CreateTestProbe();
        probe.Ref.Tell("x");
        await probe.ExpectMsgAsync("x");
        Assert.Equal(TestActor, probe.Sender);
    }

    [Fact]
    public void An_unmet_expectation_fails()
    {
        Assert.ThrowsAny<XunitException>(() => ExpectMsg("x", Short));
        TestActor.Tell("y");
        Assert.ThrowsAny<XunitException>(() => ExpectMsg("x"));
        TestActor.Tell("y");
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<int>());
        TestActor.Tell("y");
        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(Short));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Error("never").ExpectOne(Short, () => { }));
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => false, Short));
    }

    [Fact]
    public void A_probe_answers_by_its_auto_pilot()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"auto {message}", ActorRefs.NoSender);
            return AutoPilot.KeepRunning;
        }));
        probe.Ref.Tell("x");
        ExpectMsg("auto x");
        probe.ExpectMsg("x");
    }

    [Fact]
    public void Messages_are_taken_while_a_filter_wants_them()
    {
        foreach (var i in Enumerable.Range(0, 5))
            TestActor.Tell(i);
        Assert.Equal(["0", "1", "2"], ReceiveWhile<string>(TimeSpan.FromSeconds(5), m => m is int i && i < 3 ? $"{i}" : null!));
        ExpectMsgAllOf(4, 3);
    }

    [Fact]
    public void Within_limits_what_is_in_it() =>
        Assert.ThrowsAny<XunitException>(() => Within(Short, () => ExpectMsg("never", TimeSpan.FromSeconds(20))));

    [Fact]
    public void Fishing_passes_over_other_messages()
    {
        TestActor.Tell("small fry");
        TestActor.Tell(42);
        Assert.Equal(42, FishForMessage<int>(i => i == 42));
    }

    [Fact]
    public void A_test_reference_shows_its_actor_and_runs_at_once()
    {
        var actor = ActorOfAsTestActorRef<Adder>();
        actor.Tell(3);
        actor.Tell(4);
        Assert.Equal(7, actor.UnderlyingActor.Sum);
    }

    [Fact]
    public void A_child_of_a_probe_talks_to_it_as_its_parent()
    {
        var probe = CreateTestProbe();
        var child = probe.ChildActorOf(Props.Create(() => new Reporter()));
        child.Tell("news");
        probe.ExpectMsg("news");
        Assert.Equal(child, probe.Sender);
    }

    [Fact]
    public void Ignored_messages_do_not_reach_the_test()
    {
        IgnoreMessages<int>();
        TestActor.Tell(1);
        TestActor.Tell("x");
        ExpectMsg("x");
        _ = Sys.ActorOf(BlackHoleActor.Props);
    }

    private sealed class Adder : ReceiveActor
    {
        public Adder() => Receive<int>(i => Sum += i);

        public int Sum { get; private set; }
    }

    private sealed class Reporter : ReceiveActor
    {
        public Reporter() => ReceiveAny(m => Context.Parent.Tell(m));
    }
}
