using Akka.Actor;
using Akka.TestKit;

namespace Akka.Tests.Supervision;

public class SupervisionTests : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Resume_keeps_the_state_and_restart_does_not()
    {
        var parent = Parent(new OneForOneStrategy(e => e is ArithmeticException ? Directive.Resume : Directive.Restart));
        var child = Child(parent, "a");
        child.Tell(5);
        Fail(child, new ArithmeticException());
        child.Tell("get");
        ExpectMsg(5);
        Fail(child, new InvalidOperationException());
        child.Tell("get");
        ExpectMsg(0);
    }

    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        var parent = Parent(new OneForOneStrategy(_ => Directive.Restart));
        var (a, b) = (Child(parent, "a"), Child(parent, "b"));
        b.Tell(7);
        Fail(a, new InvalidOperationException());
        b.Tell("get");
        ExpectMsg(7);
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too()
    {
        var parent = Parent(new AllForOneStrategy(_ => Directive.Restart));
        var (a, b) = (Child(parent, "a"), Child(parent, "b"));
        b.Tell(7);
        b.Tell("get");
        ExpectMsg(7);
        Fail(a, new InvalidOperationException());
        AwaitAssert(() =>
        {
            b.Tell("get");
            ExpectMsg(0);
        });
    }

    [Fact]
    public void A_child_that_fails_too_often_is_stopped()
    {
        var parent = Parent(new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        var child = Child(parent, "a");
        Watch(child);
        Fail(child, new InvalidOperationException());
        Fail(child, new InvalidOperationException());
        child.Tell("get");
        ExpectMsg(0);
        Fail(child, new InvalidOperationException());
        ExpectTerminated(child);
    }

    [Fact]
    public void An_escalated_failure_restarts_the_parent_and_its_children_are_new()
    {
        var grandparent = Parent(new OneForOneStrategy(_ => Directive.Restart));
        grandparent.Tell((Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Escalate))), "parent"));
        var parent = ExpectMsg<IActorRef>();
        var child = Child(parent, "a");
        Watch(child);
        Fail(child, new InvalidOperationException());
        ExpectTerminated(child);
        var again = Child(parent, "a");
        again.Tell("get");
        ExpectMsg(0);
    }

    [Fact]
    public void A_suspended_child_works_on_when_its_parent_was_resumed()
    {
        var grandparent = Parent(new OneForOneStrategy(_ => Directive.Resume));
        grandparent.Tell((Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Escalate))), "parent"));
        var parent = ExpectMsg<IActorRef>();
        var (a, b) = (Child(parent, "a"), Child(parent, "b"));
        b.Tell(3);
        EventFilter.Warning().ExpectOne(() => a.Tell(new InvalidOperationException("as asked")));
        foreach (var (child, value) in new[] { (a, 0), (b, 3) })
        {
            child.Tell("get");
            ExpectMsg(value);
        }
    }

    [Fact]
    public void The_default_strategy_stops_a_child_that_cannot_start() =>
        Assert.Equal(Directive.Stop, SupervisorStrategy.DefaultDecider.Decide(new ActorInitializationException("no")));

    [Fact]
    public void The_default_strategy_restarts_a_child_that_fails() =>
        Assert.Equal(Directive.Restart, SupervisorStrategy.DefaultDecider.Decide(new InvalidOperationException("no")));

    private IActorRef Parent(SupervisorStrategy strategy) => Sys.ActorOf(Props.Create(() => new Supervisor(strategy)));

    private IActorRef Child(IActorRef parent, string name)
    {
        parent.Tell((Props.Create<Worker>(), name));
        return ExpectMsg<IActorRef>();
    }

    private void Fail(IActorRef child, Exception failure) => EventFilter.Custom(e => ReferenceEquals(e.Cause, failure))
        .ExpectOne(() => child.Tell(failure));

    private sealed class Supervisor : ReceiveActor
    {
        private readonly SupervisorStrategy _strategy;

        public Supervisor(SupervisorStrategy strategy)
        {
            _strategy = strategy;
            Receive<(Props Props, string Name)>(child => Sender.Tell(Context.ActorOf(child.Props, child.Name)));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;
    }

    private sealed class Worker : ReceiveActor
    {
        private int _value;

        public Worker()
        {
            Receive<Exception>(e => throw e);
            Receive<int>(i => _value = i);
            Receive<string>(_ => Sender.Tell(_value));
        }
    }
}
