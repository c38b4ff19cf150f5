using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>Holds the daemon and the publisher of events.</summary>
/// <remarks>When one of them fails, its state is lost and nothing it says could be trusted: the node ends its membership.</remarks>
internal sealed class ClusterCoreSupervisor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Cluster _cluster;
    private IActorRef _coreDaemon;

    public ClusterCoreSupervisor() => Receive<GetClusterCoreRef>(get =>
    {
        if (_coreDaemon is null)
            CreateChildren(get.Cluster);
        Sender.Tell(_coreDaemon);
    });

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(e =>
    {
        _log.Error(e, "Cluster node [{0}] crashed, [{1}] - shutting down...", _cluster.SelfAddress, e.Message);
        Self.Tell(PoisonPill.Instance);
        return Directive.Stop;
    });

    protected override void PostStop() => _cluster?.Shutdown();

    private void CreateChildren(Cluster cluster)
    {
        _cluster = cluster;
        var publisher = Context.ActorOf(
            Props.Create(() => new ClusterDomainEventPublisher(cluster.SelfUniqueAddress)).WithDispatcher(Context.Props.Dispatcher), "publisher");
        _coreDaemon = Context.ActorOf(
            Props.Create(() => new ClusterCoreDaemon(cluster, publisher)).WithDispatcher(Context.Props.Dispatcher), "daemon");
    }
}
