using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>Turns changes of the membership into events, and tells new subscribers what was before.</summary>
internal sealed class ClusterDomainEventPublisher : ReceiveActor
{
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly MembershipState _empty;
    private MembershipState _state;

    public ClusterDomainEventPublisher(UniqueAddress selfUniqueAddress)
    {
        _empty = new MembershipState(Gossip.Empty, selfUniqueAddress);
        _state = _empty;
        Receive<PublishChanges>(changes => Publish(changes.NewState));
        Receive<Subscribe>(OnSubscribe);
        Receive<Unsubscribe>(unsubscribe =>
        {
            if (unsubscribe.To is null)
                _eventStream.Unsubscribe(unsubscribe.Subscriber);
            else
                _eventStream.Unsubscribe(unsubscribe.Subscriber, unsubscribe.To);
        });
        Receive<SendCurrentClusterState>(send => send.Receiver.Tell(CurrentState()));
    }

    protected override void PostStop()
    {
        // Whoever listens sees every member removed, itself too.
        _eventStream.Publish(ClusterEvent.ClusterShuttingDown.Instance);
        Publish(_empty);
    }

    private void Publish(MembershipState newState)
    {
        var before = _state;
        _state = newState;
        foreach (var change in ClusterEvent.Diff(before, newState))
            _eventStream.Publish(change);
    }

    private void OnSubscribe(Subscribe subscribe)
    {
        if (subscribe.InitialStateMode == ClusterEvent.InitialStateAsSnapshot)
        {
            subscribe.Subscriber.Tell(CurrentState());
        }
        else
        {
            foreach (var change in ClusterEvent.Diff(_empty, _state).Where(change => subscribe.To.Any(type => type.IsInstanceOfType(change))))
                subscribe.Subscriber.Tell(change);
        }
        foreach (var type in subscribe.To)
            _eventStream.Subscribe(subscribe.Subscriber, type);
    }

    private ClusterEvent.CurrentClusterState CurrentState() => new(
        _state.Members,
        [
            .. _state.Overview.Reachability.AllUnreachableOrTerminated
                .Where(node => node != _state.SelfUniqueAddress).Select(_state.LatestGossip.GetMember),
        ],
        [.. _state.LatestGossip.SeenBy.Select(node => node.Address)],
        _state.Leader?.Address,
        _state.LatestGossip.AllRoles.ToImmutableDictionary(role => role, role => _state.RoleLeader(role)?.Address));
}
