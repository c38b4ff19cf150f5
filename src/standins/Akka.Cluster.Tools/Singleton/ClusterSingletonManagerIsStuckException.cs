namespace Akka.Cluster.Tools.Singleton;

/// <summary>The former oldest node does not answer, and is not removed either. The manager starts anew.</summary>
public sealed class ClusterSingletonManagerIsStuckException : AkkaException
{
    public ClusterSingletonManagerIsStuckException(string message) : base(message)
    {
    }
}
