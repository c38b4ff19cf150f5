namespace Akka.Cluster.Tools.Singleton;

/// <summary>Makes the singletons of a system.</summary>
public class ClusterSingletonProvider : ExtensionIdProvider<ClusterSingleton>
{
    public override ClusterSingleton CreateExtension(ExtendedActorSystem system) => new(system);
}
