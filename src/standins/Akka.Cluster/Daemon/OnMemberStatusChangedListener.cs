namespace Akka.Cluster;

/// <summary>Calls back once, when this node reaches a status.</summary>
/// <remarks>A callback for the removal is also called when this actor stops first, so that nobody waits for ever.</remarks>
internal sealed class OnMemberStatusChangedListener : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster;
    private readonly MemberStatus _status;
    private Action _callback;

    /// <param name="cluster">This node's cluster.</param>
    /// <param name="callback">What to call.</param>
    /// <param name="status">Up or removed.</param>
    public OnMemberStatusChangedListener(Cluster cluster, Action callback, MemberStatus status)
    {
        _cluster = cluster;
        _callback = callback;
        _status = status;
        Receive<ClusterEvent.CurrentClusterState>(state => CallBackIf(state.Members.Any(IsTriggered)));
        Receive<ClusterEvent.IMemberEvent>(changed => CallBackIf(IsTriggered(changed.Member)));
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, _status == MemberStatus.Up ? typeof(ClusterEvent.MemberUp) : typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop()
    {
        if (_status == MemberStatus.Removed)
            CallBack();
        _cluster.Unsubscribe(Self);
    }

    private bool IsTriggered(Member member) => member.UniqueAddress == _cluster.SelfUniqueAddress && member.Status == _status;

    private void CallBackIf(bool triggered)
    {
        if (!triggered)
            return;
        CallBack();
        Context.Stop(Self);
    }

    private void CallBack()
    {
        var callback = Interlocked.Exchange(ref _callback, null);
        try
        {
            callback?.Invoke();
        }
        catch (Exception e)
        {
            // Foreign code: whatever it throws is its own matter, and must not end this node's membership.
            _log.Error(e, "[{0}] callback failed with [{1}]", _status, e.Message);
        }
    }
}
