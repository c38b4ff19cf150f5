using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>Members that fall silent, are downed or leave; this node's own end among them.</summary>
internal sealed partial class ClusterCoreDaemon
{
    private const int MaxTicksBeforeShuttingDownMyself = 4;

    private int _selfDownTicks;

    private void ReapUnreachableMembers()
    {
        if (LatestGossip.IsSingletonCluster)
            return;
        var before = LatestGossip.Overview.Reachability;
        var silent = LatestGossip.Members
            .Where(m => m.UniqueAddress != _self && before.IsReachable(_self, m.UniqueAddress) && !_cluster.FailureDetector.IsAvailable(m.Address))
            .ToArray();
        var heard = before.AllUnreachableFrom(_self)
            .Where(node => node != _self && _cluster.FailureDetector.IsAvailable(node.Address))
            .Select(LatestGossip.GetMember)
            .ToArray();
        if (silent.Length == 0 && heard.Length == 0)
            return;

        var after = silent.Aggregate(before, (all, m) => all.Unreachable(_self, m.UniqueAddress));
        after = heard.Aggregate(after, (all, m) => all.Reachable(_self, m.UniqueAddress));
        UpdateLatestGossip(LatestGossip.WithReachability(after));
        foreach (var m in silent)
        {
            if (m.Status == MemberStatus.Exiting)
                Log("Marking exiting node as UNREACHABLE [{0}]. This is expected and it will be removed.", m);
            else
                _log.Warning("Cluster Node [{0}] - Marking node as UNREACHABLE [{1}]. Node roles [{2}]", _self.Address, m, string.Join(",", _cluster.SelfRoles));
        }
        foreach (var m in heard)
            Log("Marking node as REACHABLE [{0}]. Node roles [{1}]", m, string.Join(",", _cluster.SelfRoles));
        PublishMembershipState();
    }

    private void Leaving(Address address)
    {
        var leaving = LatestGossip.Members.FirstOrDefault(m =>
            m.Address == address && m.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up);
        if (leaving is null)
            return;
        UpdateLatestGossip(LatestGossip.Update([leaving.Copy(MemberStatus.Leaving)]));
        Log("Marked address [{0}] as [{1}]", address, MemberStatus.Leaving);
        PublishMembershipState();
        SendGossip();
    }

    private void Downing(Address address)
    {
        var member = LatestGossip.Members.FirstOrDefault(m => m.Address == address);
        if (member is null)
        {
            Log("Ignoring down of unknown node [{0}]", address);
            return;
        }
        if (member.Status == MemberStatus.Down)
            return;
        var reachable = LatestGossip.Overview.Reachability.IsReachable(member.UniqueAddress);
        Log("Marking {0}node [{1}] as [{2}]", reachable ? "" : "unreachable ", address, MemberStatus.Down);
        UpdateLatestGossip(LatestGossip.MarkAsDown(member));
        PublishMembershipState();
        if (member.UniqueAddress == _self)
            SendGossipRandom(MaxGossipsBeforeShuttingDownMyself);
        else
            GossipTo(member.UniqueAddress); // If it lives, it learns at once that it must not.
    }

    private void Quarantined(UniqueAddress node)
    {
        if (!LatestGossip.HasMember(node))
            return;
        UpdateLatestGossip(LatestGossip.WithReachability(LatestGossip.Overview.Reachability.Terminated(_self, node)));
        _log.Warning(
            "Cluster Node [{0}] - Marking node as TERMINATED [{1}], due to quarantine. It must still be marked as down before it's removed.",
            _self.Address, node.Address);
        PublishMembershipState();
    }

    // A downed node goes when all other downed ones that can be reached know of it, or after a while: they get the
    // chance to hear of their own end from it.
    private void ShutdownSelfWhenDown()
    {
        if (_state.SelfMember.Status != MemberStatus.Down)
            return;
        var unreachable = LatestGossip.Overview.Reachability.AllUnreachableOrTerminated;
        var allKnow = LatestGossip.Members
            .Where(m => m.Status == MemberStatus.Down)
            .All(m => unreachable.Contains(m.UniqueAddress) || LatestGossip.SeenByNode(m.UniqueAddress));
        if (!allKnow && _selfDownTicks++ < MaxTicksBeforeShuttingDownMyself)
            return;
        Log("Node has been marked as DOWN. Shutting down myself");
        SendGossipRandom(MaxGossipsBeforeShuttingDownMyself);
        _cluster.Shutdown();
    }

    private void StartExitingIfExiting()
    {
        if (_state.SelfMember.Status == MemberStatus.Exiting && !_exitingTasksInProgress)
            StartExiting();
    }

    // The shutdown runs whatever must be done before this node goes, and sends ExitingCompleted.
    private void StartExiting()
    {
        if (_exitingTasksInProgress)
            return;
        _exitingTasksInProgress = true;
        if (_shutdown.ShutdownReason is null)
            Log("Exiting, starting coordinated shutdown.");
        _selfExiting.TrySetResult(Done.Instance);
        _shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
    }

    // Telling the others is best effort: where it fails, they find this node silent, and remove an exiting one without
    // downing it.
    private void CompleteExiting()
    {
        Log("Exiting completed.");
        _exitingTasksInProgress = false;
        if (_state.SelfMember.Status != MemberStatus.Removed)
        {
            _state = _state.Seen();
            PublishMembershipState();
            SendGossipRandom(NumberOfGossipsBeforeShutdownWhenLeaderExits);
            var others = LatestGossip.Members.Where(m => m.UniqueAddress != _self).ToImmutableSortedSet();
            var leader = _state.LeaderOf(others);
            var next = leader is null ? null : _state.LeaderOf(others.Remove(LatestGossip.GetMember(leader)));
            foreach (var node in new[] { leader, next }.Where(node => node is not null))
                CoreDaemonAt(node.Address).Tell(new ExitingConfirmed(_self));
        }
        _cluster.Shutdown();
    }
}
