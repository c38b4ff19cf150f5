using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaClip.Core.Nodes;

namespace AkkaClip.Actors.Nodes;

/// <summary>Ends a node whose cluster has no control node any more: nobody would ever give it work again.</summary>
/// <remarks>
/// Two nodes that were cut off, removed by the others, and meet again may put each other out until one is left, a cluster
/// of its own; and where all control nodes were lost, those that replace them begin another cluster. Either way the node
/// believes that all is well. Started again, it joins the cluster that there is. It waits a while first: control nodes
/// that are started again may come in time.
/// </remarks>
internal sealed class ControlWatch : ReceiveActor, IWithTimers
{
    private const string Timer = "none";

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<UniqueAddress> _controls = [];

    /// <param name="patience">How long it may have none.</param>
    public ControlWatch(TimeSpan patience)
    {
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            foreach (var member in state.Members)
                Note(member);
        });
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            if (_controls.Remove(removed.Member.UniqueAddress) && _controls.Count == 0)
                Timers.StartSingleTimer(Timer, new NoneCame(patience), patience);
        });
        Receive<ClusterEvent.IMemberEvent>(changed => Note(changed.Member));
        Receive<NoneCame>(none =>
        {
            _log.Error("this node's cluster has had no control node for {0} s: all were lost, or it was cut off from them and put out; it ends, to be started again", none.For.TotalSeconds);
            CoordinatedShutdown.Get(Context.System).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
        });
    }

    private sealed record NoneCame(TimeSpan For);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(TimeSpan patience) => Akka.Actor.Props.Create(() => new ControlWatch(patience));

    protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Note(Member member)
    {
        if (!member.HasRole(NodeRoles.Control))
            return;
        _controls.Add(member.UniqueAddress);
        Timers.Cancel(Timer);
    }
}
