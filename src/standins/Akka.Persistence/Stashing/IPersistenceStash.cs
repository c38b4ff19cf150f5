using Akka.Actor;

namespace Akka.Persistence;

/// <summary>Has a stash of its own beside the one in which commands wait for events to be written.</summary>
public interface IPersistenceStash : IWithUnboundedStash
{
    IStashOverflowStrategy InternalStashOverflowStrategy { get; }
}
