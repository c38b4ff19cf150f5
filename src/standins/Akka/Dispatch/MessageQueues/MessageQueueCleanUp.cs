using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>Empties a queue whose actor has stopped.</summary>
internal static class MessageQueueCleanUp
{
    public static void Drain(IMessageQueue queue, IActorRef owner, IMessageQueue deadLetters)
    {
        while (queue.TryDequeue(out var envelope))
            deadLetters.Enqueue(owner, envelope);
    }
}
