namespace Akka.Cluster.Tools.Client;

/// <summary>Makes the receptionist of a node.</summary>
public sealed class ClusterClientReceptionistExtensionProvider : ExtensionIdProvider<ClusterClientReceptionist>
{
    public override ClusterClientReceptionist CreateExtension(ExtendedActorSystem system) => new(system);
}
