using Akka.Actor;
using Akka.Event;
using Akka.Pattern;

namespace Akka.Persistence;

/// <summary>Lets only so many persistent actors recover at the same time; the others wait in their order.</summary>
/// <remarks>It watches those that have a permit or wait for one, so an actor that dies gives its permit back.</remarks>
internal sealed class RecoveryPermitter : UntypedActor
{
    private readonly LinkedList<IActorRef> _waiting = [];
    private readonly int _maxPermits;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _usedPermits;

    public RecoveryPermitter(int maxPermits) => _maxPermits = maxPermits;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestPermit:
                Context.Watch(Sender);
                if (_usedPermits < _maxPermits)
                    Grant(Sender);
                else
                    Enqueue(Sender);
                break;
            case ReturnPermit:
                Return(Sender);
                break;
            case Terminated terminated when !_waiting.Remove(terminated.ActorRef):
                Return(terminated.ActorRef);
                break;
        }
    }

    private void Enqueue(IActorRef actor)
    {
        if (_waiting.Count == 0)
            _log.Debug("Exceeded max-concurrent-recoveries [{0}]. First pending {1}", _maxPermits, actor);
        _waiting.AddLast(actor);
    }

    private void Grant(IActorRef actor)
    {
        _usedPermits++;
        actor.Tell(PermitGranted.Instance);
    }

    private void Return(IActorRef actor)
    {
        Context.Unwatch(actor);
        if (--_usedPermits < 0)
            throw new IllegalStateException("Permits must not be negative");
        if (_waiting.First is not { } next)
            return;
        _waiting.RemoveFirst();
        Grant(next.Value);
    }

    internal sealed class RequestPermit
    {
        public static readonly RequestPermit Instance = new();
    }

    internal sealed class PermitGranted
    {
        public static readonly PermitGranted Instance = new();
    }

    internal sealed class ReturnPermit
    {
        public static readonly ReturnPermit Instance = new();
    }
}
