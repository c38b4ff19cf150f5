namespace Akka.Cluster;

/// <summary>Spreading the state: push to a random member, preferably one that has not seen it, and pull by talking back.</summary>
internal sealed partial class ClusterCoreDaemon
{
    private readonly Random _random = new(Random.Shared.Next());

    private void ReceiveGossip(GossipEnvelope envelope)
    {
        var from = envelope.From;
        if (ReasonToIgnore(envelope) is { } reason)
        {
            Log("Ignoring received gossip from [{0}]: {1}", from, reason);
            return;
        }
        var before = _state;
        var received = ReceivedGossip.Decide(envelope.Gossip, LatestGossip, _self);
        _state = _state.Copy(received.Winner);
        // While exiting tasks run, not even this node has seen it: that is what keeps it from being removed.
        if (!_exitingTasksInProgress)
            _state = _state.Seen();
        foreach (var joined in LatestGossip.Members.Except(before.Members))
            _cluster.FailureDetector.Remove(joined.Address);
        if (_cluster.Settings.VerboseGossipReceivedLogging)
            _log.Debug("Cluster Node [{0}] - Received gossip from [{1}], {2}: now {3}", _self.Address, from, received.Comparison, LatestGossip);
        PublishMembershipState();

        StartExitingIfExiting();
        if (_state.SelfMember.Status == MemberStatus.Down && before.SelfMember.Status != MemberStatus.Down)
        {
            _log.Warning("Received gossip where this member has been downed, from [{0}]", from.Address);
            ShutdownSelfWhenDown();
        }
        // Of a gossip that it must not mark as seen, this node would talk back for ever.
        var isHeldBack = _exitingTasksInProgress && received.Comparison is VectorClock.Ordering.Same or VectorClock.Ordering.After;
        if (received.TalkBack && !isHeldBack)
            GossipTo(from, Sender);
    }

    private string ReasonToIgnore(GossipEnvelope envelope)
    {
        if (envelope.To != _self)
            return $"it is for [{envelope.To}], this is [{_self}]";
        if (!LatestGossip.HasMember(envelope.From))
            return "the sender is no member";
        if (!LatestGossip.IsReachable(_self, envelope.From))
            return "the sender is unreachable from here";
        return envelope.Gossip.HasMember(_self) ? null : "it does not contain this node";
    }

    private void ReceiveGossipStatus(GossipStatus status)
    {
        var from = status.From;
        if (!LatestGossip.HasMember(from))
            Log("Ignoring received gossip status from unknown [{0}]", from);
        else if (!LatestGossip.IsReachable(_self, from))
            Log("Ignoring received gossip status from unreachable [{0}]", from);
        else
            AnswerGossipStatus(status);
    }

    private void AnswerGossipStatus(GossipStatus status)
    {
        switch (status.Version.CompareTo(LatestGossip.Version))
        {
            case VectorClock.Ordering.Same: break;
            case VectorClock.Ordering.After:
                Sender.Tell(new GossipStatus(_self, LatestGossip.Version));
                break;
            default:
                GossipTo(status.From, Sender);
                break;
        }
    }

    private void GossipTick()
    {
        SendGossip();
        if (!IsGossipSpeedupNeeded())
            return;
        var interval = _cluster.Settings.GossipInterval;
        Context.System.Scheduler.ScheduleTellOnce(interval / 3, Self, Tick.GossipSpeedup, ActorRefs.NoSender);
        Context.System.Scheduler.ScheduleTellOnce(interval * 2 / 3, Self, Tick.GossipSpeedup, ActorRefs.NoSender);
    }

    private void GossipSpeedupTick()
    {
        if (IsGossipSpeedupNeeded())
            SendGossip();
    }

    private bool IsGossipSpeedupNeeded() =>
        LatestGossip.Members.Any(m => m.Status == MemberStatus.Down) || LatestGossip.SeenBy.Count < LatestGossip.Members.Count / 2;

    private void SendGossip()
    {
        var peers = GossipPeers().ToArray();
        var behind = peers.Where(peer => !LatestGossip.SeenByNode(peer)).ToArray();
        if (behind.Length > 0 && _random.NextDouble() < DifferentViewProbability())
            GossipTo(behind[_random.Next(behind.Length)]);
        else if (peers.Length > 0)
            GossipOrStatusTo(peers[_random.Next(peers.Length)]);
    }

    // The larger the cluster, the less it is needed: linearly down to a tenth at three times the configured size.
    private double DifferentViewProbability()
    {
        var probability = _cluster.Settings.GossipDifferentViewProbability;
        var low = _cluster.Settings.ReduceGossipDifferentViewProbability;
        var size = LatestGossip.Members.Count;
        if (size <= low)
            return probability;
        return size >= low * 3 ? probability / 10 : probability * (1 - 0.9 * (size - low) / (low * 2));
    }

    private void SendGossipRandom(int n)
    {
        var peers = GossipPeers().ToArray();
        _random.Shuffle(peers);
        foreach (var peer in peers.Take(n))
            GossipTo(peer);
    }

    private IEnumerable<UniqueAddress> GossipPeers() =>
        LatestGossip.Members.Select(m => m.UniqueAddress).Where(_state.ValidNodeForGossip);

    // Most likely it is up to date where it has seen this version: then the version alone will do.
    private void GossipOrStatusTo(UniqueAddress node)
    {
        if (LatestGossip.SeenByNode(node))
            CoreDaemonAt(node.Address).Tell(new GossipStatus(_self, LatestGossip.Version));
        else
            GossipTo(node);
    }

    private void GossipTo(UniqueAddress node) => GossipTo(node, CoreDaemonAt(node.Address));

    private void GossipTo(UniqueAddress node, ICanTell destination)
    {
        if (_state.ValidNodeForGossip(node))
            destination.Tell(new GossipEnvelope(_self, node, LatestGossip), Self);
    }
}
