using Akka.Actor;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>A strategy for each child; children without one are stopped.</summary>
public class DelegatingSupervisorStrategy : SupervisorStrategy
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _delegates = [];
    private SupervisorStrategy _current = StoppingStrategy;

    public override IDecider Decider => DefaultDecider;

    public void Update(IActorRef child, SupervisorStrategy supervisorStrategy) => _delegates[child] = supervisorStrategy;

    public override void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children) =>
        _current.ProcessFailure(context, restart, child, cause, stats, children);

    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children) =>
        _delegates.Remove(child);

    public override ISurrogate ToSurrogate(ActorSystem system) => throw new NotSupportedException("It holds strategies of living actors.");

    protected override Directive Handle(IActorRef child, Exception exception)
    {
        _current = _delegates.GetValueOrDefault(child, StoppingStrategy);
        return _current.Decider.Decide(exception);
    }
}
