using Akka.Actor;

namespace Akka.Persistence;

/// <summary>What a persistent actor sends through its journal: events to write, or a deferred message.</summary>
public interface IPersistentEnvelope
{
    object Payload { get; }

    IActorRef Sender { get; }

    /// <summary>The number of events.</summary>
    int Size { get; }
}
