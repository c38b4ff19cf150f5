namespace Akka.Cluster;

/// <summary>Members come, go on to the next status, and go.</summary>
public partial class ClusterEvent
{
    public interface IMemberEvent : IClusterDomainEvent
    {
        Member Member { get; }
    }

    /// <summary>A member's status changed.</summary>
    public abstract class MemberStatusChange : IMemberEvent
    {
        /// <exception cref="ArgumentException">The member has another status than such an event tells of.</exception>
        protected MemberStatusChange(Member member, MemberStatus validStatus)
        {
            if (member.Status != validStatus)
                throw new ArgumentException($"Expected {validStatus} state, got: {member}", nameof(member));
            Member = member;
        }

        public Member Member { get; }

        public override bool Equals(object obj) =>
            obj is MemberStatusChange other && GetType() == other.GetType() && Member.Equals(other.Member);

        public override int GetHashCode() => HashCode.Combine(GetType(), Member);

        public override string ToString() => $"{GetType()}(Member={Member})";
    }

    public sealed class MemberJoined : MemberStatusChange
    {
        public MemberJoined(Member member) : base(member, MemberStatus.Joining) { }
    }

    /// <summary>As up, but taken in while not all members can be reached.</summary>
    public sealed class MemberWeaklyUp : MemberStatusChange
    {
        public MemberWeaklyUp(Member member) : base(member, MemberStatus.WeaklyUp) { }
    }

    public sealed class MemberUp : MemberStatusChange
    {
        public MemberUp(Member member) : base(member, MemberStatus.Up) { }
    }

    public sealed class MemberLeft : MemberStatusChange
    {
        public MemberLeft(Member member) : base(member, MemberStatus.Leaving) { }
    }

    /// <summary>All members know that this one leaves; it may now shut down.</summary>
    public sealed class MemberExited : MemberStatusChange
    {
        public MemberExited(Member member) : base(member, MemberStatus.Exiting) { }
    }

    public sealed class MemberDowned : MemberStatusChange
    {
        public MemberDowned(Member member) : base(member, MemberStatus.Down) { }
    }

    public sealed class MemberRemoved : MemberStatusChange
    {
        public MemberRemoved(Member member, MemberStatus previousStatus) : base(member, MemberStatus.Removed) =>
            PreviousStatus = previousStatus;

        /// <summary>Down where it was lost, exiting where it left.</summary>
        public MemberStatus PreviousStatus { get; }

        public override bool Equals(object obj) => obj is MemberRemoved other && base.Equals(obj) && PreviousStatus == other.PreviousStatus;

        public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), PreviousStatus);
    }
}
