namespace Petabridge.Cmd.Cluster;

/// <summary>Hands the cluster's events to a client until it is gone.</summary>
internal sealed class ClusterTail : ReceiveActor
{
    private readonly Akka.Cluster.Cluster _cluster;

    public ClusterTail(Akka.Cluster.Cluster cluster, IActorRef client)
    {
        _cluster = cluster;
        Context.Watch(client);
        Receive<ClusterEvent.IClusterDomainEvent>(happened => client.Tell(new CommandResponse(happened.ToString(), final: false)));
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent), typeof(ClusterEvent.LeaderChanged));

    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
