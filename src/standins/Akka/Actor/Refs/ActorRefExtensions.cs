namespace Akka.Actor;

/// <summary>Questions about references that may stand for no actor.</summary>
public static class ActorRefExtensions
{
    /// <summary>True for null, <see cref="Nobody"/> and the dead letters.</summary>
    public static bool IsNobody(this IActorRef actorRef) => actorRef is null or Nobody or DeadLetterActorRef;

    public static IActorRef GetOrElse(this IActorRef actorRef, Func<IActorRef> elseValue) =>
        actorRef.IsNobody() ? elseValue() : actorRef;
}
