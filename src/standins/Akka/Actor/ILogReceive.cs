namespace Akka.Actor;

/// <summary>Marks an actor whose messages are logged where <c>akka.actor.debug.receive</c> is on.</summary>
public interface ILogReceive
{
}
