using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// A queue of limited length. A sender waits for room up to the push timeout; then the message is a dead letter.
/// </summary>
public class BoundedMessageQueue : IMessageQueue, IBoundedMessageQueueSemantics
{
    private readonly BlockingCollection<Envelope> _queue;

    public BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
    {
        if (boundedCapacity < 0)
            throw new ArgumentException("The capacity for BoundedMessageQueue can not be negative", nameof(boundedCapacity));
        _queue = boundedCapacity == 0
            ? new BlockingCollection<Envelope>()
            : new BlockingCollection<Envelope>(boundedCapacity);
        PushTimeOut = pushTimeOut;
    }

    public TimeSpan PushTimeOut { get; set; }

    public bool HasMessages => _queue.Count > 0;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var accepted = PushTimeOut >= TimeSpan.Zero ? _queue.TryAdd(envelope, PushTimeOut) : _queue.TryAdd(envelope, Timeout.Infinite);
        if (!accepted)
            Refuse(receiver, envelope);
    }

    public bool TryDequeue(out Envelope envelope) => _queue.TryTake(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => MessageQueueCleanUp.Drain(this, owner, deadletters);

    internal static void Refuse(IActorRef receiver, Envelope envelope) =>
        ((IInternalActorRef)receiver).Provider.DeadLetters.Tell(
            new DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
}
