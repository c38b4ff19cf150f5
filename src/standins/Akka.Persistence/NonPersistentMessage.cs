using Akka.Actor;

namespace Akka.Persistence;

/// <summary>A deferred message: it goes through the journal for its place in the order, and is not written.</summary>
internal sealed record NonPersistentMessage(object Payload, IActorRef Sender) : IPersistentEnvelope
{
    public int Size => 1;
}
