namespace Akka.Cluster;

/// <summary>Answers heartbeats, by itself: the answer must not wait for anything the daemon does.</summary>
internal sealed class ClusterHeartbeatReceiver : ReceiveActor
{
    // The extension is still being made when this actor starts: it is given it, and cannot ask for it.
    public ClusterHeartbeatReceiver(Cluster cluster) => Receive<ClusterHeartbeat>(heartbeat =>
    {
        if (cluster.Settings.VerboseHeartbeatLogging)
            cluster.CurrentInfoLogger.LogDebug("Heartbeat from [{0}] - Sequence number [{1}]", heartbeat.From, heartbeat.SequenceNr);
        Sender.Tell(new ClusterHeartbeatRsp(cluster.SelfUniqueAddress, heartbeat.SequenceNr, heartbeat.CreationTimeNanos));
    });
}
