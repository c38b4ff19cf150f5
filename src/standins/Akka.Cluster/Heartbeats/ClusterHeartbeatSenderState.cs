using Akka.Remote;

namespace Akka.Cluster;

/// <summary>Whom this node sends heartbeats to, and what it does to the failure detector when that changes.</summary>
internal sealed class ClusterHeartbeatSenderState
{
    public ClusterHeartbeatSenderState(
        HeartbeatNodeRing ring, ImmutableHashSet<UniqueAddress> oldReceiversNowUnreachable, IFailureDetectorRegistry<Address> failureDetector)
    {
        Ring = ring;
        OldReceiversNowUnreachable = oldReceiversNowUnreachable;
        FailureDetector = failureDetector;
        ActiveReceivers = ring.MyReceivers.Union(oldReceiversNowUnreachable);
    }

    public HeartbeatNodeRing Ring { get; }

    /// <summary>Nodes that this one need not watch any more, but found unreachable: only it can hear them again.</summary>
    public ImmutableHashSet<UniqueAddress> OldReceiversNowUnreachable { get; }

    public IFailureDetectorRegistry<Address> FailureDetector { get; }

    public ImmutableHashSet<UniqueAddress> ActiveReceivers { get; }

    public bool Contains(UniqueAddress node) => Ring.Nodes.Contains(node);

    public ClusterHeartbeatSenderState Init(ImmutableHashSet<UniqueAddress> nodes, ImmutableHashSet<UniqueAddress> unreachable) =>
        With(Ring.Copy(nodes.Add(Ring.SelfAddress), unreachable), OldReceiversNowUnreachable);

    public ClusterHeartbeatSenderState AddMember(UniqueAddress node) => MembershipChange(Ring + node);

    public ClusterHeartbeatSenderState RemoveMember(UniqueAddress node)
    {
        var changed = MembershipChange(Ring - node);
        FailureDetector.Remove(node.Address);
        return With(changed.Ring, changed.OldReceiversNowUnreachable.Remove(node));
    }

    public ClusterHeartbeatSenderState UnreachableMember(UniqueAddress node) =>
        MembershipChange(Ring.Copy(unreachable: Ring.Unreachable.Add(node)));

    public ClusterHeartbeatSenderState ReachableMember(UniqueAddress node) =>
        MembershipChange(Ring.Copy(unreachable: Ring.Unreachable.Remove(node)));

    public ClusterHeartbeatSenderState HeartbeatRsp(UniqueAddress from)
    {
        if (!ActiveReceivers.Contains(from))
            return this;
        FailureDetector.Heartbeat(from.Address);
        if (!OldReceiversNowUnreachable.Contains(from))
            return this;
        // It is back, and others watch it.
        if (!Ring.MyReceivers.Contains(from))
            FailureDetector.Remove(from.Address);
        return With(Ring, OldReceiversNowUnreachable.Remove(from));
    }

    private ClusterHeartbeatSenderState MembershipChange(HeartbeatNodeRing ring)
    {
        var old = OldReceiversNowUnreachable;
        foreach (var receiver in Ring.MyReceivers.Except(ring.MyReceivers))
        {
            if (FailureDetector.IsAvailable(receiver.Address))
                FailureDetector.Remove(receiver.Address);
            else
                old = old.Add(receiver);
        }
        return With(ring, old);
    }

    private ClusterHeartbeatSenderState With(HeartbeatNodeRing ring, ImmutableHashSet<UniqueAddress> old) => new(ring, old, FailureDetector);
}
