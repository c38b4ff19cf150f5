using Akka.Util;

namespace Akka.Cluster;

/// <summary>What the cluster's actors tell each other, on one node and between nodes.</summary>
internal static class InternalClusterAction
{
    /// <summary>Asks a seed node whether it can take this node in; carries what must agree in a cluster.</summary>
    internal sealed record InitJoin(JoinConfiguration Configuration) : IClusterMessage, IDeadLetterSuppression;

    /// <summary>The seed node is a member. <paramref name="Incompatibility"/> says why it would be wrong to join; empty where it would not.</summary>
    internal sealed record InitJoinAck(Address Address, string Incompatibility) : IClusterMessage, IDeadLetterSuppression;

    /// <summary>The seed node is no member itself, or no more.</summary>
    internal sealed record InitJoinNack(Address Address) : IClusterMessage, IDeadLetterSuppression;

    internal sealed record Join(UniqueAddress Node, ImmutableHashSet<string> Roles, AppVersion AppVersion) : IClusterMessage;

    internal sealed record Welcome(UniqueAddress From, Gossip Gossip) : IClusterMessage;

    internal sealed record Leave(Address Address) : IClusterMessage;

    internal sealed record Down(Address Address) : IClusterMessage;

    /// <summary>The node has done all it had to before it goes; it may be removed.</summary>
    internal sealed record ExitingConfirmed(UniqueAddress Address) : IClusterMessage, IDeadLetterSuppression;

    internal sealed record JoinTo(Address Address);

    internal sealed record JoinSeedNodes(ImmutableList<Address> SeedNodes) : IDeadLetterSuppression;

    /// <summary>The joining node must not join: the seed node says why.</summary>
    internal sealed record JoinRefused(Address SeedNode, string Incompatibility);

    /// <summary>All tasks of the shutdown's phase cluster-exiting are done.</summary>
    internal sealed record ExitingCompleted
    {
        public static readonly ExitingCompleted Instance = new();
    }

    internal sealed record GetClusterCoreRef(Cluster Cluster) : INoSerializationVerificationNeeded;

    internal sealed record AddOnMemberUpListener(Action Callback) : INoSerializationVerificationNeeded;

    internal sealed record AddOnMemberRemovedListener(Action Callback) : INoSerializationVerificationNeeded;

    internal interface ISubscriptionMessage : INoSerializationVerificationNeeded
    {
    }

    internal sealed record Subscribe(
        IActorRef Subscriber, ClusterEvent.SubscriptionInitialStateMode InitialStateMode, ImmutableHashSet<Type> To) : ISubscriptionMessage;

    /// <summary><paramref name="To"/> is null for all.</summary>
    internal sealed record Unsubscribe(IActorRef Subscriber, Type To) : ISubscriptionMessage, IDeadLetterSuppression;

    internal sealed record SendCurrentClusterState(IActorRef Receiver) : ISubscriptionMessage;

    internal sealed record PublishChanges(MembershipState NewState) : INoSerializationVerificationNeeded;
}
