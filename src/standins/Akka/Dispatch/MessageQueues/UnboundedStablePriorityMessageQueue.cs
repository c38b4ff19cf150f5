namespace Akka.Dispatch.MessageQueues;

/// <summary>A priority queue in which equal messages leave in the order of arrival.</summary>
public class UnboundedStablePriorityMessageQueue : UnboundedPriorityMessageQueue
{
    public UnboundedStablePriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
        : base(priorityGenerator, initialCapacity, stable: true)
    {
    }
}
