using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>A queue of limited length that takes messages back in front; those do not count.</summary>
public class BoundedDequeMessageQueue : IMessageQueue, IBoundedDequeBasedMessageQueueSemantics
{
    private readonly BoundedMessageQueue _queue;
    private readonly ConcurrentStack<Envelope> _front = new();

    public BoundedDequeMessageQueue(int boundedCapacity, TimeSpan pushTimeOut) =>
        _queue = new BoundedMessageQueue(boundedCapacity, pushTimeOut);

    public TimeSpan PushTimeOut => _queue.PushTimeOut;

    public bool HasMessages => !_front.IsEmpty || _queue.HasMessages;

    public int Count => _front.Count + _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(receiver, envelope);

    public void EnqueueFirst(Envelope envelope) => _front.Push(envelope);

    public bool TryDequeue(out Envelope envelope) => _front.TryPop(out envelope) || _queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => MessageQueueCleanUp.Drain(this, owner, deadletters);
}
