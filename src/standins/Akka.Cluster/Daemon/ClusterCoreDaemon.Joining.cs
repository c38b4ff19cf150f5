using Akka.Util;
using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>Becoming a member, and letting others become one.</summary>
internal sealed partial class ClusterCoreDaemon
{
    private ImmutableList<Address> _seedNodes;
    private IActorRef _seedNodeProcess;
    private int _seedNodeProcessNumber;
    private DateTimeOffset? _joinSeedNodesDeadline;

    private void Uninitialized(object message)
    {
        switch (message)
        {
            case JoinTo join: Join(join.Address); break;
            case Tick: GiveUpSeedNodesIfOverdue(); break;
            default: NotAMember(message); break;
        }
    }

    private void TryingToJoin(object message, Address joinWith, DateTimeOffset? deadline)
    {
        switch (message)
        {
            case Welcome welcome: Welcomed(joinWith, welcome); break;
            case JoinTo join:
                BecomeUninitialized();
                Join(join.Address);
                break;
            case Tick when GiveUpSeedNodesIfOverdue(): break;
            case Tick when Now >= deadline:
                BecomeUninitialized();
                if (_seedNodes.IsEmpty)
                    Join(joinWith);
                else
                    StartJoiningSeedNodes(_seedNodes);
                break;
            default: NotAMember(message); break;
        }
    }

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    private void NotAMember(object message)
    {
        switch (message)
        {
            case InitJoin:
                Log("Received InitJoin message from [{0}], but this node is not initialized yet", Sender);
                Sender.Tell(new InitJoinNack(_self.Address));
                break;
            case JoinSeedNodes join:
                _joinSeedNodesDeadline = Now + _cluster.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes;
                BecomeUninitialized();
                StartJoiningSeedNodes(join.SeedNodes);
                break;
            case JoinRefused refused: ShutDownRefused(refused); break;
            default: Always(message); break;
        }
    }

    private void BecomeUninitialized()
    {
        StopSeedNodeProcess();
        Become(Uninitialized);
    }

    private void BecomeInitialized()
    {
        // Only now: before the welcome there is nobody to send heartbeats to.
        Context.ActorOf(
            Props.Create(() => new ClusterHeartbeatSender(_cluster)).WithDispatcher(_cluster.Settings.UseDispatcher), "heartbeatSender");
        StopSeedNodeProcess();
        Become(Initialized);
    }

    private void StartJoiningSeedNodes(ImmutableList<Address> seedNodes)
    {
        if (seedNodes.IsEmpty)
            return;
        StopSeedNodeProcess();
        _seedNodes = seedNodes;
        if (seedNodes.All(seed => seed == _self.Address))
        {
            Self.Tell(new JoinTo(_self.Address));
            return;
        }
        var (props, name) = seedNodes[0] == _self.Address
            ? (Props.Create(() => new FirstSeedNodeProcess(_cluster, seedNodes)), "firstSeedNodeProcess")
            : (Props.Create(() => new JoinSeedNodeProcess(_cluster, seedNodes)), "joinSeedNodeProcess");
        // A number of its own: the one before may still be stopping.
        _seedNodeProcess = Context.ActorOf(props.WithDispatcher(_cluster.Settings.UseDispatcher), $"{name}-{++_seedNodeProcessNumber}");
    }

    private void StopSeedNodeProcess()
    {
        if (_seedNodeProcess is not null)
            Context.Stop(_seedNodeProcess);
        _seedNodeProcess = null;
    }

    private bool GiveUpSeedNodesIfOverdue()
    {
        if (_joinSeedNodesDeadline is null || Now < _joinSeedNodesDeadline)
            return false;
        _log.Warning(
            "Joining of seed-nodes [{0}] was unsuccessful after configured shutdown-after-unsuccessful-join-seed-nodes [{1}]. Running CoordinatedShutdown.",
            string.Join(", ", _seedNodes), _cluster.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes);
        _joinSeedNodesDeadline = null;
        _shutdown.Run(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
        return true;
    }

    private void ShutDownRefused(JoinRefused refused)
    {
        _log.Error(
            "Cannot join the cluster of [{0}]: {1}. Give all nodes of a cluster the same values. Running CoordinatedShutdown.",
            refused.SeedNode, refused.Incompatibility);
        _shutdown.Run(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
    }

    private void Join(Address address)
    {
        if (address.Protocol != _self.Address.Protocol)
        {
            _log.Warning("Trying to join member with wrong protocol, but was ignored, expected [{0}] but was [{1}]", _self.Address.Protocol, address.Protocol);
        }
        else if (address.System != _self.Address.System)
        {
            _log.Warning("Trying to join member with wrong ActorSystem name, but was ignored, expected [{0}] but was [{1}]", _self.Address.System, address.System);
        }
        else if (address == _self.Address)
        {
            BecomeInitialized();
            Joining(_self, _cluster.SelfRoles, _cluster.Settings.AppVersion);
        }
        else
        {
            StopSeedNodeProcess();
            var deadline = Now + _cluster.Settings.RetryUnsuccessfulJoinAfter;
            Become(message => TryingToJoin(message, address, deadline));
            CoreDaemonAt(address).Tell(new Join(_self, _cluster.SelfRoles, _cluster.Settings.AppVersion));
        }
    }

    private void Welcomed(Address joinWith, Welcome welcome)
    {
        if (joinWith != welcome.From.Address)
        {
            Log("Ignoring welcome from [{0}] when trying to join with [{1}]", welcome.From.Address, joinWith);
        }
        else if (!welcome.Gossip.HasMember(_self) || !welcome.Gossip.HasMember(welcome.From))
        {
            _log.Warning("Ignoring welcome from [{0}]: its gossip lacks this node or its sender", welcome.From.Address);
        }
        else
        {
            Log("Welcome from [{0}]", welcome.From.Address);
            _state = _state.Copy(welcome.Gossip).Seen();
            PublishMembershipState();
            GossipTo(welcome.From, Sender);
            BecomeInitialized();
        }
    }

    private void AnswerInitJoin(InitJoin init)
    {
        Log("Received InitJoin message from [{0}] to [{1}]", Sender, _self.Address);
        // A node on its way out is no way in.
        if (MembershipState.RemoveUnreachableWithMemberStatus.Contains(_state.SelfMember.Status))
        {
            Sender.Tell(new InitJoinNack(_self.Address));
            return;
        }
        var incompatibility = JoinConfiguration.Of(_cluster).IncompatibilityOf(init.Configuration);
        if (incompatibility.Length > 0)
            _log.Warning("Cluster Node [{0}] - Refusing [{1}]: {2}", _self.Address, Sender, incompatibility);
        Sender.Tell(new InitJoinAck(_self.Address, incompatibility));
    }

    private void Joining(UniqueAddress node, ImmutableHashSet<string> roles, AppVersion appVersion)
    {
        // By the address alone: a node waits until its former incarnation is removed.
        var known = LatestGossip.Members.FirstOrDefault(m => m.Address == node.Address);
        if (node.Address.Protocol != _self.Address.Protocol)
        {
            _log.Warning("Member with wrong protocol tried to join, but was ignored, expected [{0}] but was [{1}]", _self.Address.Protocol, node.Address.Protocol);
        }
        else if (node.Address.System != _self.Address.System)
        {
            _log.Warning("Member with wrong ActorSystem name tried to join, but was ignored, expected [{0}] but was [{1}]", _self.Address.System, node.Address.System);
        }
        else if (MembershipState.RemoveUnreachableWithMemberStatus.Contains(_state.SelfMember.Status))
        {
            Log("Trying to join [{0}] to [{1}] member, ignoring. Use a member that is Up instead.", node, _state.SelfMember.Status);
        }
        else if (known is null)
        {
            AddJoining(node, roles, appVersion);
        }
        else if (known.UniqueAddress == node)
        {
            // Its welcome got lost.
            Log("Existing member [{0}] is joining again.", node);
            if (node != _self)
                Sender.Tell(new Welcome(_self, LatestGossip));
        }
        else
        {
            DownFormerIncarnation(known, node);
        }
    }

    private void DownFormerIncarnation(Member former, UniqueAddress node)
    {
        Log("New incarnation of existing member [{0}] is trying to join. "
            + "Existing will be removed from the cluster and then new member will be allowed to join.", node);
        if (former.Status == MemberStatus.Down)
            return;
        // There is no doubt that it is gone: this removes it without waiting for a failure detector.
        UpdateLatestGossip(LatestGossip.WithReachability(LatestGossip.Overview.Reachability.Terminated(_self, former.UniqueAddress)));
        Downing(former.Address);
    }

    private void AddJoining(UniqueAddress node, ImmutableHashSet<string> roles, AppVersion appVersion)
    {
        var isFirst = LatestGossip.Members.IsEmpty;
        _cluster.FailureDetector.Remove(node.Address);
        UpdateLatestGossip(LatestGossip
            .AddMember(Member.Create(node, roles, appVersion))
            .AddMember(Member.Create(_self, _cluster.SelfRoles, _cluster.Settings.AppVersion)));
        if (node == _self)
        {
            Log("Node [{0}] is JOINING itself (with roles [{1}], version [{2}]) and forming a new cluster", node.Address, string.Join(",", roles), appVersion);
            // Up before anybody else can join: it is the oldest for certain.
            if (isFirst)
                LeaderActionsTick();
        }
        else
        {
            Log("Node [{0}] is JOINING, roles [{1}], version [{2}]", node.Address, string.Join(",", roles), appVersion);
            Sender.Tell(new Welcome(_self, LatestGossip));
        }
        PublishMembershipState();
    }
}
