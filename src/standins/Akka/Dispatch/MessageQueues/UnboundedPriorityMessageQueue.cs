using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// Hands out the message with the lowest priority number first. Equal ones leave in no defined order, or, where
/// <c>stable</c>, in the order of arrival. Messages taken back in front leave before all others.
/// </summary>
public class UnboundedPriorityMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Envelope, (int Priority, long Arrival)> _queue;
    private readonly Stack<Envelope> _front = new();
    private readonly Func<object, int> _priorityGenerator;
    private readonly bool _stable;
    private long _arrivals;

    public UnboundedPriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
        : this(priorityGenerator, initialCapacity, stable: false)
    {
    }

    internal UnboundedPriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity, bool stable)
    {
        _queue = new PriorityQueue<Envelope, (int, long)>(initialCapacity);
        _priorityGenerator = priorityGenerator;
        _stable = stable;
    }

    public bool HasMessages => Count > 0;

    public int Count
    {
        get
        {
            lock (_lock)
                return _queue.Count + _front.Count;
        }
    }

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var priority = _priorityGenerator(envelope.Message);
        lock (_lock)
            _queue.Enqueue(envelope, (priority, _stable ? _arrivals++ : 0));
    }

    public void EnqueueFirst(Envelope envelope)
    {
        lock (_lock)
            _front.Push(envelope);
    }

    public bool TryDequeue(out Envelope envelope)
    {
        lock (_lock)
            return _front.TryPop(out envelope) || _queue.TryDequeue(out envelope, out _);
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => MessageQueueCleanUp.Drain(this, owner, deadletters);
}
