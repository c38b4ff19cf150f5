using Akka.Remote;

namespace Akka.Cluster;

/// <summary>A provider whose system may be a member of a cluster.</summary>
public interface IClusterActorRefProvider : IRemoteActorRefProvider
{
}
