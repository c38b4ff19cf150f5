using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>An unbounded queue that takes messages back in front, as a stash needs it.</summary>
public class UnboundedDequeMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly ConcurrentQueue<Envelope> _queue = new();

    // Messages put back, the first one on top.
    private readonly ConcurrentStack<Envelope> _front = new();

    public bool HasMessages => !_front.IsEmpty || !_queue.IsEmpty;

    public int Count => _front.Count + _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(envelope);

    public void EnqueueFirst(Envelope envelope) => _front.Push(envelope);

    public bool TryDequeue(out Envelope envelope) =>
        (!_front.IsEmpty && _front.TryPop(out envelope)) || _queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => MessageQueueCleanUp.Drain(this, owner, deadletters);
}
