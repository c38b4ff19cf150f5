using Akka.Remote;
using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>
/// Holds this node's view of the cluster, and gossips it.
/// <code>
/// uninitialized --join--> trying to join --welcome--> initialized
///       |  ^-- no answer in time --'                      ^
///       '---------------- joins itself -------------------'
/// </code>
/// </summary>
/// <remarks>Never restarted: with its state lost, the node ends its membership (see <see cref="ClusterCoreSupervisor"/>).</remarks>
internal sealed partial class ClusterCoreDaemon : UntypedActor
{
    private const int NumberOfGossipsBeforeShutdownWhenLeaderExits = 5;
    private const int MaxGossipsBeforeShuttingDownMyself = 5;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CoordinatedShutdown _shutdown = CoordinatedShutdown.Get(Context.System);
    private readonly TaskCompletionSource<Done> _selfExiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ICancelable> _periodicTasks = [];
    private readonly Cluster _cluster;
    private readonly IActorRef _publisher;
    private readonly UniqueAddress _self;
    private readonly VectorClock.Node _vclockNode;
    private volatile MembershipState _state;
    private bool _exitingTasksInProgress;

    public ClusterCoreDaemon(Cluster cluster, IActorRef publisher)
    {
        _cluster = cluster;
        cluster.Attach(Self);
        _publisher = publisher;
        _self = cluster.SelfUniqueAddress;
        _vclockNode = LeaderActions.VclockNodeOf(_self);
        _state = new MembershipState(Gossip.Empty, _self);
        _seedNodes = cluster.Settings.SeedNodes;
        var settings = cluster.Settings;
        SchedulePeriodically(settings.GossipInterval, Tick.Gossip);
        SchedulePeriodically(settings.UnreachableNodesReaperInterval, Tick.ReapUnreachable);
        SchedulePeriodically(settings.LeaderActionsInterval, Tick.LeaderActions);
        AddShutdownTasks();
    }

    private enum Tick
    {
        Gossip,
        GossipSpeedup,
        ReapUnreachable,
        LeaderActions,
    }

    private Gossip LatestGossip => _state.LatestGossip;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(QuarantinedEvent));
        if (_cluster.DowningProvider.DowningActorProps is { } props)
            Context.ActorOf(props.Dispatcher == Deploy.NoDispatcherGiven ? props.WithDispatcher(Context.Props.Dispatcher) : props, "downingProvider");
        if (_seedNodes.IsEmpty)
            Log("No seed-nodes configured, manual cluster join required");
        else
            Self.Tell(new JoinSeedNodes(_seedNodes));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        foreach (var task in _periodicTasks)
            task.Cancel();
        _selfExiting.TrySetResult(Done.Instance);
    }

    protected override void OnReceive(object message) => Uninitialized(message);

    // Of a node that is no member (yet) these come late, or early; they matter to members only.
    protected override void Unhandled(object message)
    {
        if (message is not (Tick or GossipEnvelope or GossipStatus or ExitingConfirmed or Welcome or JoinRefused))
            base.Unhandled(message);
    }

    private void Initialized(object message)
    {
        switch (message)
        {
            case GossipEnvelope envelope: ReceiveGossip(envelope); break;
            case GossipStatus status: ReceiveGossipStatus(status); break;
            case Tick.Gossip: GossipTick(); break;
            case Tick.GossipSpeedup: GossipSpeedupTick(); break;
            case Tick.ReapUnreachable: ReapUnreachableMembers(); break;
            case Tick.LeaderActions: LeaderActionsTick(); break;
            case InitJoin init: AnswerInitJoin(init); break;
            case Join join: Joining(join.Node, join.Roles, join.AppVersion); break;
            case Down down: Downing(down.Address); break;
            case Leave leave: Leaving(leave.Address); break;
            case QuarantinedEvent quarantined: Quarantined(new UniqueAddress(quarantined.Address, quarantined.Uid)); break;
            case ExitingConfirmed confirmed: ReceiveExitingConfirmed(confirmed.Address); break;
            case JoinTo join: Log("Trying to join [{0}] when already part of a cluster, ignoring", join.Address); break;
            case JoinSeedNodes join:
                Log("Trying to join seed nodes [{0}] when already part of a cluster, ignoring", string.Join(", ", join.SeedNodes));
                break;
            default: Always(message); break;
        }
    }

    // What is done member or not.
    private void Always(object message)
    {
        switch (message)
        {
            case ISubscriptionMessage: _publisher.Forward(message); break;
            case ExitingCompleted:
                CompleteExiting();
                Sender.Tell(Done.Instance);
                break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>Makes a changed gossip this node's latest: a new version, that nobody else has seen.</summary>
    private void UpdateLatestGossip(Gossip gossip)
    {
        var versioned = gossip.Increment(_vclockNode);
        // While exiting tasks run, not even this node has seen it: that is what keeps it from being removed.
        _state = _state.Copy(_exitingTasksInProgress ? versioned.ClearSeen() : versioned.OnlySeen(_self));
    }

    private void PublishMembershipState()
    {
        if (_cluster.Settings.VerboseGossipReceivedLogging)
            _log.Debug("Cluster Node [{0}] - New gossip published [{1}]", _self, LatestGossip);
        _publisher.Tell(new PublishChanges(_state));
    }

    private void SchedulePeriodically(TimeSpan interval, Tick tick)
    {
        var initialDelay = _cluster.Settings.PeriodicTasksInitialDelay;
        _periodicTasks.Add(Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            initialDelay > interval ? initialDelay : interval, interval, Self, tick, Self));
    }

    private void AddShutdownTasks()
    {
        var self = Self;
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "wait-exiting", () =>
            LatestGossip.Members.IsEmpty ? Task.FromResult(Done.Instance) : _selfExiting.Task);
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterExitingDone, "exiting-completed", () =>
            _cluster.IsTerminated || _cluster.SelfMember.Status == MemberStatus.Down
                ? Task.FromResult(Done.Instance)
                : self.Ask<Done>(ExitingCompleted.Instance, _shutdown.Timeout(CoordinatedShutdown.PhaseClusterExitingDone)));
    }

    private void Log(string format, params object[] args) => _cluster.CurrentInfoLogger.LogInfo(format, args);

    private static ActorSelection CoreDaemonAt(Address address) =>
        Context.ActorSelection(new RootActorPath(address) / "system" / "cluster" / "core" / "daemon");
}
