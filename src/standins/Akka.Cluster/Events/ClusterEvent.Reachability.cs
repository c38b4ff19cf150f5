namespace Akka.Cluster;

/// <summary>Members fall silent and are heard again.</summary>
public partial class ClusterEvent
{
    public interface IReachabilityEvent : IClusterDomainEvent
    {
    }

    public abstract class ReachabilityEvent : IReachabilityEvent
    {
        protected ReachabilityEvent(Member member) => Member = member;

        public Member Member { get; }

        public override bool Equals(object obj) =>
            obj is ReachabilityEvent other && GetType() == other.GetType() && Member.Equals(other.Member);

        public override int GetHashCode() => HashCode.Combine(GetType(), Member);

        public override string ToString() => $"{GetType()}(Member={Member})";
    }

    /// <summary>Some member's failure detector no longer trusts this one.</summary>
    public sealed class UnreachableMember : ReachabilityEvent
    {
        public UnreachableMember(Member member) : base(member) { }
    }

    /// <summary>All that watch it hear it again.</summary>
    public sealed class ReachableMember : ReachabilityEvent
    {
        public ReachableMember(Member member) : base(member) { }
    }
}
