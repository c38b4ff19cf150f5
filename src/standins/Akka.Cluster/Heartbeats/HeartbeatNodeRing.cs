namespace Akka.Cluster;

/// <summary>
/// The members in a ring: each sends heartbeats to the ones after it, so that each is watched by as many. The order is
/// that of the uids, which are random: neighbours are seldom on one machine.
/// </summary>
internal sealed class HeartbeatNodeRing
{
    private static readonly IComparer<UniqueAddress> RingOrder = Comparer<UniqueAddress>.Create((x, y) =>
        x.Uid != y.Uid ? x.Uid.CompareTo(y.Uid) : Member.AddressOrdering.Compare(x.Address, y.Address));

    /// <exception cref="ArgumentException">This node is not among the nodes.</exception>
    public HeartbeatNodeRing(
        UniqueAddress selfAddress, ImmutableHashSet<UniqueAddress> nodes, ImmutableHashSet<UniqueAddress> unreachable, int monitoredByNumberOfNodes)
    {
        if (!nodes.Contains(selfAddress))
            throw new ArgumentException($"Nodes [{string.Join(", ", nodes)}] must contain selfAddress [{selfAddress}]", nameof(nodes));
        SelfAddress = selfAddress;
        Nodes = nodes;
        Unreachable = unreachable;
        MonitoredByNumberOfNodes = monitoredByNumberOfNodes;
        MyReceivers = Receivers(selfAddress);
    }

    public UniqueAddress SelfAddress { get; }

    public ImmutableHashSet<UniqueAddress> Nodes { get; }

    public ImmutableHashSet<UniqueAddress> Unreachable { get; }

    public int MonitoredByNumberOfNodes { get; }

    public ImmutableHashSet<UniqueAddress> MyReceivers { get; }

    /// <summary>
    /// The nodes after the sender, up to the given number that can be reached. Unreachable ones among the first as many
    /// come on top: when many nodes end at once, somebody must still be watching each of them.
    /// </summary>
    public ImmutableHashSet<UniqueAddress> Receivers(UniqueAddress sender)
    {
        var others = Nodes.Remove(sender).Order(RingOrder).ToArray();
        if (MonitoredByNumberOfNodes >= others.Length)
            return [.. others];
        var after = others.Where(node => RingOrder.Compare(node, sender) > 0);
        var before = others.Where(node => RingOrder.Compare(node, sender) < 0);
        var receivers = ImmutableHashSet.CreateBuilder<UniqueAddress>();
        var reachable = 0;
        foreach (var node in after.Concat(before))
        {
            if (reachable == MonitoredByNumberOfNodes)
                break;
            if (!Unreachable.Contains(node))
                reachable++;
            else if (receivers.Count >= MonitoredByNumberOfNodes)
                continue;
            receivers.Add(node);
        }
        return receivers.ToImmutable();
    }

    public HeartbeatNodeRing Copy(ImmutableHashSet<UniqueAddress> nodes = null, ImmutableHashSet<UniqueAddress> unreachable = null) =>
        new(SelfAddress, nodes ?? Nodes, unreachable ?? Unreachable, MonitoredByNumberOfNodes);

    public static HeartbeatNodeRing operator +(HeartbeatNodeRing ring, UniqueAddress node) =>
        ring.Nodes.Contains(node) ? ring : ring.Copy(ring.Nodes.Add(node));

    public static HeartbeatNodeRing operator -(HeartbeatNodeRing ring, UniqueAddress node) =>
        ring.Nodes.Contains(node) || ring.Unreachable.Contains(node)
            ? ring.Copy(ring.Nodes.Remove(node), ring.Unreachable.Remove(node))
            : ring;
}
