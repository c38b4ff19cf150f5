namespace Akka.Cluster;

/// <summary>The node did not become a member while it was waited for.</summary>
public class ClusterJoinFailedException : AkkaException
{
    public ClusterJoinFailedException(string message) : base(message)
    {
    }
}
