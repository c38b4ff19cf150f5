using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Where the messages of stopped actors go.</summary>
internal sealed class DeadLetterQueue : IMessageQueue
{
    private readonly IActorRef _deadLetters;

    public DeadLetterQueue(IActorRef deadLetters) => _deadLetters = deadLetters;

    public bool HasMessages => false;

    public int Count => 0;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (envelope.Message is not DeadLetter)
            _deadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
    }

    public bool TryDequeue(out Envelope envelope)
    {
        envelope = default;
        return false;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) { }

    /// <summary>A system message to a stopped actor: a watch is answered, the rest is a dead letter.</summary>
    public static void DeliverSystemMessage(IActorRef receiver, SystemMessage message) =>
        ((IInternalActorRef)receiver).Provider.DeadLetters.Tell(new DeadLetter(message, receiver, receiver), receiver);
}
