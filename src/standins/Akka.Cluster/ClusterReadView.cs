namespace Akka.Cluster;

/// <summary>The latest state, kept by an actor and read by any thread.</summary>
internal sealed class ClusterReadView
{
    private readonly Cluster _cluster;
    private readonly IActorRef _listener;
    private volatile ClusterEvent.CurrentClusterState _state = new();

    public ClusterReadView(Cluster cluster)
    {
        _cluster = cluster;
        _listener = cluster.System.SystemActorOf(
            Props.Create(() => new Listener(cluster, this)).WithDispatcher(cluster.Settings.UseDispatcher).WithDeploy(Deploy.Local),
            "clusterEventBusListener");
    }

    public ClusterEvent.CurrentClusterState State => _state;

    public Member Self => _state.Members.FirstOrDefault(m => m.UniqueAddress == _cluster.SelfUniqueAddress)
        ?? Member.Create(_cluster.SelfUniqueAddress, _cluster.SelfRoles, _cluster.Settings.AppVersion).Copy(MemberStatus.Removed);

    public void Stop() => _listener.Tell(PoisonPill.Instance);

    private sealed class Listener : ReceiveActor
    {
        private readonly Cluster _cluster;

        public Listener(Cluster cluster, ClusterReadView view)
        {
            _cluster = cluster;
            Receive<ClusterEvent.CurrentClusterState>(state => view._state = state);
            Receive<ClusterEvent.IClusterDomainEvent>(change =>
            {
                view._state = Apply(view._state, change);
                if (cluster.Settings.LogInfoVerbose && change is not ClusterEvent.SeenChanged)
                    cluster.CurrentInfoLogger.LogInfo("event {0}", change);
            });
        }

        protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IClusterDomainEvent));

        protected override void PostStop() => _cluster.Unsubscribe(Self);

        // Members are equal whatever their status: to replace one is to remove and to add it.
        private static ClusterEvent.CurrentClusterState Apply(ClusterEvent.CurrentClusterState state, ClusterEvent.IClusterDomainEvent change) =>
            change switch
            {
                ClusterEvent.MemberRemoved { Member: var m } => state.Copy(state.Members.Remove(m), state.Unreachable.Remove(m)),
                ClusterEvent.IMemberEvent { Member: var m } => state.Copy(
                    state.Members.Remove(m).Add(m),
                    state.Unreachable.Contains(m) ? state.Unreachable.Remove(m).Add(m) : state.Unreachable),
                ClusterEvent.UnreachableMember { Member: var m } => state.Copy(unreachable: state.Unreachable.Remove(m).Add(m)),
                ClusterEvent.ReachableMember { Member: var m } => state.Copy(unreachable: state.Unreachable.Remove(m)),
                ClusterEvent.SeenChanged seen => state.Copy(seenBy: seen.SeenBy),
                // Copy would keep the leader where there is none any more.
                ClusterEvent.LeaderChanged { Leader: var leader } => new ClusterEvent.CurrentClusterState(
                    state.Members, state.Unreachable, state.SeenBy, leader, state.RoleLeaderMap),
                ClusterEvent.RoleLeaderChanged { Role: var role, Leader: var leader } =>
                    state.Copy(roleLeaderMap: state.RoleLeaderMap.SetItem(role, leader)),
                _ => state,
            };
    }
}
