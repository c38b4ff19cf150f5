using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>
/// The top of the cluster's actors, <c>/system/cluster</c>: makes the others, and ties the membership to the coordinated
/// shutdown.
/// </summary>
/// <remarks>Never restarted: when it stops, this node's membership is over, which shuts the actor system down.</remarks>
internal sealed class ClusterDaemon : ReceiveActor
{
    private readonly ClusterSettings _settings;
    private readonly CoordinatedShutdown _shutdown = CoordinatedShutdown.Get(Context.System);
    private readonly TaskCompletionSource<Done> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Cluster _cluster;
    private IActorRef _coreSupervisor;

    public ClusterDaemon(ClusterSettings settings)
    {
        _settings = settings;
        AddShutdownTasks();

        // The extension is still being made: it cannot be asked for, it comes with this message.
        Receive<GetClusterCoreRef>(get =>
        {
            if (_coreSupervisor is null)
                CreateChildren(get.Cluster);
            _coreSupervisor.Forward(get);
        });
        Receive<AddOnMemberUpListener>(add => Context.ActorOf(Listener(add.Callback, MemberStatus.Up)));
        Receive<AddOnMemberRemovedListener>(add => Context.ActorOf(Listener(add.Callback, MemberStatus.Removed)));
        Receive<CoordinatedShutdownLeave.LeaveReq>(leave =>
            Context.ActorOf(Props.Create(() => new CoordinatedShutdownLeave(_cluster)).WithDeploy(Deploy.Local)).Forward(leave));
    }

    protected override void PostStop()
    {
        _stopped.TrySetResult(Done.Instance);
        // A graceful leave runs it already.
        if (_settings.RunCoordinatedShutdownWhenDown)
            _shutdown.Run(CoordinatedShutdown.ClusterDowningReason.Instance);
    }

    private void AddShutdownTasks()
    {
        var self = Self;
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", () =>
            _cluster is null || _cluster.IsTerminated || _cluster.SelfMember.Status == MemberStatus.Down
                ? Task.FromResult(Done.Instance)
                : self.Ask<Done>(CoordinatedShutdownLeave.LeaveReq.Instance, _shutdown.Timeout(CoordinatedShutdown.PhaseClusterLeave)));
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "wait-shutdown", () => _stopped.Task);
    }

    private void CreateChildren(Cluster cluster)
    {
        _cluster = cluster;
        _coreSupervisor = Context.ActorOf(
            Props.Create(() => new ClusterCoreSupervisor()).WithDispatcher(_settings.UseDispatcher).WithDeploy(Deploy.Local), "core");
        Context.ActorOf(
            Props.Create(() => new ClusterHeartbeatReceiver(cluster)).WithDispatcher(_settings.UseDispatcher).WithDeploy(Deploy.Local),
            "heartbeatReceiver");
    }

    private Props Listener(Action callback, MemberStatus status) =>
        Props.Create(() => new OnMemberStatusChangedListener(_cluster, callback, status)).WithDeploy(Deploy.Local);
}
