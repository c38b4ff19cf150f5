namespace Akka.Actor;

/// <summary>Gives the context to code outside the actor.</summary>
public interface IInternalActor
{
    IActorContext ActorContext { get; }
}
