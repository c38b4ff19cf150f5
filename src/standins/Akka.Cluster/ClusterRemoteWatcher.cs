using Akka.Dispatch;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>
/// The remote watcher of a member: it leaves other members to the cluster's failure detector, and declares a node's
/// actors terminated when the node is removed. Nodes outside of the cluster it watches as any remote watcher.
/// </summary>
internal sealed class ClusterRemoteWatcher : RemoteWatcher
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<Address> _clusterNodes = [];

    public ClusterRemoteWatcher(
        IFailureDetectorRegistry<Address> failureDetector,
        TimeSpan heartbeatInterval,
        TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter)
        : base(failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter)
    {
    }

    public static new Props Props(
        IFailureDetectorRegistry<Address> failureDetector,
        TimeSpan heartbeatInterval,
        TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter) =>
        Actor.Props.Create(() => new ClusterRemoteWatcher(
                failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter))
            .WithDispatcher(Dispatchers.InternalDispatcherId)
            .WithDeploy(Deploy.Local);

    protected override void PreStart()
    {
        base.PreStart();
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));
    }

    protected override void PostStop()
    {
        base.PostStop();
        _cluster.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members)
                    TakeOver(member.Address);
                break;
            case ClusterEvent.MemberUp up: TakeOver(up.Member.Address); break;
            case ClusterEvent.MemberWeaklyUp up: TakeOver(up.Member.Address); break;
            case ClusterEvent.MemberRemoved removed: Removed(removed.Member, removed.PreviousStatus); break;
            case ClusterEvent.IMemberEvent: break;
            default: base.OnReceive(message); break;
        }
    }

    protected override void WatchNode(IInternalActorRef watchee)
    {
        if (!_clusterNodes.Contains(watchee.Path.Address))
            base.WatchNode(watchee);
    }

    private void TakeOver(Address address)
    {
        if (address == _cluster.SelfAddress)
            return;
        _clusterNodes.Add(address);
        Unreachable.Remove(address);
        if (!WatchingNodes.Contains(address))
            return;
        Log.Debug("Cluster is taking over responsibility of node: {0}", address);
        UnwatchNode(address);
    }

    private void Removed(Member member, MemberStatus previousStatus)
    {
        if (member.Address == _cluster.SelfAddress)
            return;
        _clusterNodes.Remove(member.Address);
        // It may live: it must never be heard again.
        if (previousStatus == MemberStatus.Down)
            Quarantine(member.Address, member.UniqueAddress.Uid);
        PublishAddressTerminated(member.Address);
    }
}
