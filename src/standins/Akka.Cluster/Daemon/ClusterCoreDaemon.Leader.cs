namespace Akka.Cluster;

/// <summary>What this node does while it leads, and what it says while it cannot.</summary>
internal sealed partial class ClusterCoreDaemon
{
    private const int FirstNotice = 20;
    private const int PeriodicNotice = 60;

    private ImmutableHashSet<UniqueAddress> _exitingConfirmed = [];
    private bool _isCurrentlyLeader;
    private int _ticksWithoutConvergence;

    private void LeaderActionsTick()
    {
        var isLeader = _state.IsLeader(_self);
        if (isLeader != _isCurrentlyLeader)
            Log(isLeader ? "is the new leader among reachable nodes (more leaders may exist)" : "is no longer leader");
        _isCurrentlyLeader = isLeader;
        if (isLeader && _state.Convergence(_exitingConfirmed))
            ActOnConvergence();
        else if (isLeader)
            WaitForConvergence();

        // Another leader may have done the removal.
        _exitingConfirmed = [.. _exitingConfirmed.Where(LatestGossip.HasMember)];
        ShutdownSelfWhenDown();
    }

    private void ActOnConvergence()
    {
        if (_ticksWithoutConvergence >= FirstNotice)
            Log("Leader can perform its duties again");
        _ticksWithoutConvergence = 0;
        var enough = LeaderActions.IsMinNrOfMembersFulfilled(LatestGossip, _cluster.Settings);
        if (LeaderActions.OnConvergence(LatestGossip, _exitingConfirmed, enough) is not { } decision)
            return;

        var selfExits = decision.Changed.Any(m => m.UniqueAddress == _self && m.Status == MemberStatus.Exiting);
        if (selfExits)
            StartExiting();
        UpdateLatestGossip(decision.Gossip);
        _exitingConfirmed = _exitingConfirmed.Except(decision.RemovedExiting);
        LogChanges(decision);
        PublishMembershipState();
        GossipExitingToOldest(decision.Changed.Where(m => m.Status == MemberStatus.Exiting).ToArray());
    }

    private void WaitForConvergence()
    {
        _ticksWithoutConvergence++;
        var settings = _cluster.Settings;
        if (settings.AllowWeaklyUpMembers
            && _ticksWithoutConvergence * settings.LeaderActionsInterval >= settings.WeaklyUpAfter
            && LeaderActions.IsMinNrOfMembersFulfilled(LatestGossip, settings)
            && LeaderActions.ToWeaklyUp(_state) is { } decision)
        {
            UpdateLatestGossip(decision.Gossip);
            LogChanges(decision);
            PublishMembershipState();
        }
        if (_ticksWithoutConvergence == FirstNotice || _ticksWithoutConvergence % PeriodicNotice == 0)
        {
            Log(
                "Leader can currently not perform its duties, reachability status: [{0}], member status: [{1}]",
                _state.ReachabilityExcludingDownedObservers,
                string.Join(", ", LatestGossip.Members.Select(m => $"{m.Address} {m.Status} seen={LatestGossip.SeenByNode(m.UniqueAddress)}")));
        }
    }

    private void LogChanges(LeaderDecision decision)
    {
        foreach (var m in decision.Changed)
            Log("Leader is moving node [{0}] to [{1}]", m.Address, m.Status);
        foreach (var m in decision.RemovedUnreachable)
            Log("Leader is removing {0} node [{1}]", m.Status == MemberStatus.Exiting ? "exiting" : "unreachable", m.Address);
        foreach (var node in decision.RemovedExiting)
            Log("Leader is removing confirmed Exiting node [{0}]", node.Address);
    }

    // They hold the singletons, or will: the earlier they hear of it, the sooner one is handed over.
    private void GossipExitingToOldest(Member[] exiting)
    {
        if (exiting.Length == 0)
            return;
        var byAge = LatestGossip.Members.Order(Member.AgeOrdering).ToArray();
        var oldest = exiting.SelectMany(m => m.Roles).Distinct()
            .SelectMany(role => byAge.Where(m => m.HasRole(role)).Take(2))
            .Concat(byAge.Take(2))
            .Distinct();
        foreach (var m in oldest)
            GossipTo(m.UniqueAddress);
    }

    private void ReceiveExitingConfirmed(UniqueAddress node)
    {
        Log("Exiting confirmed [{0}]", node.Address);
        _exitingConfirmed = _exitingConfirmed.Add(node);
    }
}
