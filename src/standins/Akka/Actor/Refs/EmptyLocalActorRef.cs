using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A path in this process with no actor at it: what is told to it is a dead letter.</summary>
public class EmptyLocalActorRef : MinimalActorRef
{
    private readonly EventStream _eventStream;

    public EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    {
        Provider = provider;
        Path = path;
        _eventStream = eventStream;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (!SpecialHandle(message, Provider.DeadLetters))
            Publish(message, Provider.DeadLetters);
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is null)
            throw new InvalidMessageException("Message is null");
        if (message is DeadLetter)
            Provider.DeadLetters.Tell(message, sender);
        else if (!SpecialHandle(message, sender))
            Publish(message, sender);
    }

    /// <summary>Answers what an absent actor must answer; true where that is done.</summary>
    protected virtual bool SpecialHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Watch watch:
                if (watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
                    watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false));
                return true;
            case Unwatch:
                return true;
            case Identify identify:
                sender.Tell(new ActorIdentity(identify.MessageId, null));
                return true;
            case ActorSelectionMessage { Message: Identify identify } selection:
                if (!selection.WildCardFanOut)
                    sender.Tell(new ActorIdentity(identify.MessageId, null));
                return true;
            case ActorSelectionMessage { Message: not IDeadLetterSuppression } selection:
                Publish(selection.Message, sender);
                return true;
            case ActorSelectionMessage { Message: IDeadLetterSuppression suppressed }:
                PublishSuppressed(suppressed, sender);
                return true;
            case IDeadLetterSuppression suppressed:
                PublishSuppressed(suppressed, sender);
                return true;
            default:
                return false;
        }
    }

    private IActorRef SenderOf(IActorRef sender) => sender.IsNobody() ? Provider.DeadLetters : sender;

    private void Publish(object message, IActorRef sender) =>
        _eventStream.Publish(new DeadLetter(message, SenderOf(sender), this));

    private void PublishSuppressed(IDeadLetterSuppression message, IActorRef sender) =>
        _eventStream.Publish(new SuppressedDeadLetter(message, SenderOf(sender), this));
}
