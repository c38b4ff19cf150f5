namespace Akka.Cluster;

/// <summary>
/// Decides who is downed when members cannot reach each other. Made with the actor system and the cluster as arguments.
/// </summary>
public interface IDowningProvider
{
    /// <summary>How long after a removal the removed member's work may start elsewhere.</summary>
    TimeSpan DownRemovalMargin { get; }

    /// <summary>The actor that decides; null where nobody does.</summary>
    Props DowningActorProps { get; }
}
