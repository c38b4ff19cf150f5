namespace Akka.Actor;

/// <summary>A message left out of <c>akka.actor.serialize-messages</c>.</summary>
public interface INoSerializationVerificationNeeded
{
}
