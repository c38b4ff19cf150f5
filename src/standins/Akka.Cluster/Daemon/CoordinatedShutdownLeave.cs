namespace Akka.Cluster;

/// <summary>Leaves the cluster for the coordinated shutdown, and answers when the others have heard of it.</summary>
internal sealed class CoordinatedShutdownLeave : ReceiveActor
{
    private readonly Cluster _cluster;
    private IActorRef _replyTo;

    public CoordinatedShutdownLeave(Cluster cluster)
    {
        _cluster = cluster;
        Receive<LeaveReq>(_ =>
        {
            _replyTo = Sender;
            _cluster.Leave(_cluster.SelfAddress);
            // It may be downed instead.
            _cluster.Subscribe(
                Self, typeof(ClusterEvent.MemberLeft), typeof(ClusterEvent.MemberRemoved), typeof(ClusterEvent.MemberDowned));
        });
        Receive<ClusterEvent.CurrentClusterState>(state => ReplyIf(state.Members.IsEmpty || state.Members.Any(m => IsSelf(m)
            && m.Status is MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down)));
        Receive<ClusterEvent.IMemberEvent>(changed => ReplyIf(IsSelf(changed.Member)));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private bool IsSelf(Member member) => member.UniqueAddress == _cluster.SelfUniqueAddress;

    private void ReplyIf(bool left)
    {
        if (!left)
            return;
        _replyTo.Tell(Done.Instance);
        Context.Stop(Self);
    }

    internal sealed class LeaveReq
    {
        public static readonly LeaveReq Instance = new();

        private LeaveReq() { }
    }
}
