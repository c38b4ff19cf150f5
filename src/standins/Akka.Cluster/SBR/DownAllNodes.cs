namespace Akka.Cluster.SBR;

/// <summary>A split ends the cluster: something outside starts it anew.</summary>
internal sealed class DownAllNodes() : DowningStrategy(role: null)
{
    public override Decision Decide() => Decision.DownAll;
}
