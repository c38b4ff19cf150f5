using Akka.Configuration;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>
/// Only its configuration, which a genuine system needs from the start: receptionists and clients there talk in messages of
/// publish-subscribe, which without it travel as JSON. Here they have messages of their own.
/// </summary>
public class DistributedPubSub
{
    private DistributedPubSub()
    {
    }

    /// <summary>Nothing: there is no publish-subscribe to configure.</summary>
    public static Config DefaultConfig() => Config.Empty;
}
