namespace Akka.Remote;

/// <summary>Marks references to actors of other processes.</summary>
public interface IRemoteRef : IActorRefScope
{
}
