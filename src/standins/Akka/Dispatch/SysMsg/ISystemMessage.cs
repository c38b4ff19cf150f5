using Akka.Actor;

namespace Akka.Dispatch.SysMsg;

/// <summary>A message of the actor system to an actor's cell. It overtakes other messages.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded
{
}
