namespace Akka.Cluster;

/// <summary>
/// The state that all members agree on: the members, who cannot reach whom, who has seen this version, and the version.
/// Every change counts up the changing node's entry of the clock and empties the seen table; two versions that do not
/// know of each other are merged.
/// </summary>
internal sealed class Gossip
{
    public static readonly ImmutableSortedSet<Member> EmptyMembers = [];
    public static readonly Gossip Empty = new(EmptyMembers);

    private readonly ImmutableDictionary<UniqueAddress, Member> _byAddress;

    public Gossip(ImmutableSortedSet<Member> members) : this(members, new GossipOverview(), VectorClock.Create())
    {
    }

    public Gossip(ImmutableSortedSet<Member> members, GossipOverview overview) : this(members, overview, VectorClock.Create())
    {
    }

    public Gossip(ImmutableSortedSet<Member> members, GossipOverview overview, VectorClock version)
    {
        Members = members;
        Overview = overview;
        Version = version;
        _byAddress = members.ToImmutableDictionary(m => m.UniqueAddress);
    }

    public ImmutableSortedSet<Member> Members { get; }

    public GossipOverview Overview { get; }

    public VectorClock Version { get; }

    public ImmutableHashSet<UniqueAddress> SeenBy => Overview.Seen;

    public ImmutableHashSet<string> AllRoles => [.. Members.SelectMany(m => m.Roles)];

    public bool IsSingletonCluster => Members.Count == 1;

    /// <summary>The member that came up last; any one where none is up yet.</summary>
    public Member YoungestMember => Members.MaxBy(m => m.UpNumber == int.MaxValue ? 0 : m.UpNumber)
        ?? throw new InvalidOperationException("No youngest when no members");

    public static Gossip Create(ImmutableSortedSet<Member> members) => members.IsEmpty ? Empty : new Gossip(members);

    public Gossip Copy(ImmutableSortedSet<Member> members = null, GossipOverview overview = null, VectorClock version = null) =>
        new(members ?? Members, overview ?? Overview, version ?? Version);

    public Gossip Increment(VectorClock.Node node) => Copy(version: Version.Increment(node));

    public Gossip AddMember(Member member) => Members.Contains(member) ? this : Copy(Members.Add(member));

    public Gossip Seen(UniqueAddress node) => SeenByNode(node) ? this : WithSeen(SeenBy.Add(node));

    public Gossip OnlySeen(UniqueAddress node) => WithSeen([node]);

    public Gossip ClearSeen() => WithSeen([]);

    public bool SeenByNode(UniqueAddress node) => SeenBy.Contains(node);

    public Gossip MergeSeen(Gossip that) => WithSeen(SeenBy.Union(that.SeenBy));

    /// <summary>What both say together. It is a new version, that nobody has seen.</summary>
    public Gossip Merge(Gossip that)
    {
        var members = EmptyMembers.Union(Member.PickHighestPriority(Members, that.Members));
        var reachability = Overview.Reachability.Merge(
            members.Select(m => m.UniqueAddress).ToImmutableHashSet(), that.Overview.Reachability);
        return new Gossip(members, new GossipOverview(reachability), Version.Merge(that.Version));
    }

    /// <summary>Whether the one is a member and the other has not seen it fall silent.</summary>
    public bool IsReachable(UniqueAddress fromAddress, UniqueAddress toAddress) =>
        HasMember(toAddress) && Overview.Reachability.IsReachable(fromAddress, toAddress);

    /// <summary>The member; one with status removed where it is none.</summary>
    public Member GetMember(UniqueAddress node) => _byAddress.TryGetValue(node, out var member) ? member : Member.Removed(node);

    public bool HasMember(UniqueAddress node) => _byAddress.ContainsKey(node);

    public Gossip Prune(VectorClock.Node removedNode)
    {
        var version = Version.Prune(removedNode);
        return ReferenceEquals(version, Version) ? this : Copy(version: version);
    }

    public Gossip Update(IEnumerable<Member> changed) => Copy(changed.Aggregate(Members, (all, m) => all.Remove(m).Add(m)));

    public Gossip MarkAsDown(Member member) =>
        Update([member.Copy(MemberStatus.Down)]).WithSeen(SeenBy.Remove(member.UniqueAddress));

    public Gossip WithReachability(Reachability reachability) => Copy(overview: Overview.Copy(reachability: reachability));

    public override string ToString() => $"Gossip(members = [{string.Join(", ", Members)}], overview = {Overview}, version = {Version})";

    private Gossip WithSeen(ImmutableHashSet<UniqueAddress> seen) => Copy(overview: Overview.Copy(seen));
}
