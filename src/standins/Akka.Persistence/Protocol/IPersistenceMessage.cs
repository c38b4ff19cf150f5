using Akka.Actor;

namespace Akka.Persistence;

/// <summary>A message between persistent actors and plugins.</summary>
public interface IPersistenceMessage : INoSerializationVerificationNeeded
{
}
