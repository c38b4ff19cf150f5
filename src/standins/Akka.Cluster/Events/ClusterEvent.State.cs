namespace Akka.Cluster;

/// <summary>The state of the cluster at one time.</summary>
public partial class ClusterEvent
{
    public sealed class CurrentClusterState : INoSerializationVerificationNeeded
    {
        public CurrentClusterState()
            : this([], [], [], null, ImmutableDictionary<string, Address>.Empty)
        {
        }

        public CurrentClusterState(
            ImmutableSortedSet<Member> members,
            ImmutableHashSet<Member> unreachable,
            ImmutableHashSet<Address> seenBy,
            Address leader,
            ImmutableDictionary<string, Address> roleLeaderMap)
        {
            Members = members;
            Unreachable = unreachable;
            SeenBy = seenBy;
            Leader = leader;
            RoleLeaderMap = roleLeaderMap;
        }

        public ImmutableSortedSet<Member> Members { get; }

        public ImmutableHashSet<Member> Unreachable { get; }

        /// <summary>The nodes that have this state.</summary>
        public ImmutableHashSet<Address> SeenBy { get; }

        /// <summary>The leader among the reachable members; null where there is none.</summary>
        public Address Leader { get; }

        public ImmutableHashSet<string> AllRoles => [.. RoleLeaderMap.Keys];

        public bool HasMoreThanOneAppVersion => Members.Select(m => m.AppVersion).Distinct().Skip(1).Any();

        internal ImmutableDictionary<string, Address> RoleLeaderMap { get; }

        /// <summary>The leader of a role; null where there is none.</summary>
        public Address RoleLeader(string role) => RoleLeaderMap.GetValueOrDefault(role);

        public CurrentClusterState Copy(
            ImmutableSortedSet<Member> members = null,
            ImmutableHashSet<Member> unreachable = null,
            ImmutableHashSet<Address> seenBy = null,
            Address leader = null,
            ImmutableDictionary<string, Address> roleLeaderMap = null) =>
            new(members ?? Members, unreachable ?? Unreachable, seenBy ?? SeenBy, leader ?? Leader, roleLeaderMap ?? RoleLeaderMap);
    }
}
