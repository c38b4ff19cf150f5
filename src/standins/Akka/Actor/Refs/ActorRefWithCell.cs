namespace Akka.Actor;

/// <summary>A reference with a cell, and so with children.</summary>
public abstract class ActorRefWithCell : InternalActorRefBase
{
    public abstract ActorCell Underlying { get; }

    public abstract IEnumerable<IActorRef> Children { get; }

    public abstract IInternalActorRef GetSingleChild(string name);
}
