namespace Akka.Actor;

/// <summary>An operation does not fit the state of the actor.</summary>
public class IllegalActorStateException : AkkaException
{
    public IllegalActorStateException(string message) : base(message) { }
}
