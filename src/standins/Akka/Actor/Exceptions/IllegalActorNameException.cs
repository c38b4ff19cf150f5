namespace Akka.Actor;

/// <summary>A selection's pattern is malformed.</summary>
public class IllegalActorNameException : AkkaException
{
    public IllegalActorNameException(string message) : base(message) { }
}
