namespace Akka.Cluster.SBR;

/// <summary>
/// Decides which side of a split lives, from what this node knows: the members, which of them are unreachable from here,
/// and who has seen the latest gossip. Every node decides alike, so that exactly one side lives. Holds that knowledge,
/// and does nothing else: the actor tells it of changes and asks it.
/// </summary>
internal abstract class DowningStrategy
{
    private readonly IComparer<Member> _order;
    private ImmutableList<Member> _members = [];

    protected DowningStrategy(string role, IComparer<Member> order = null)
    {
        Role = role;
        _order = order ?? Member.Ordering;
    }

    /// <summary>Which members count; null for all.</summary>
    public string Role { get; }

    public ImmutableHashSet<UniqueAddress> Unreachable { get; private set; } = [];

    public Reachability Reachability { get; private set; } = Reachability.Empty;

    public ImmutableHashSet<Address> SeenBy { get; private set; } = [];

    /// <summary>Members up or leaving, in the strategy's order.</summary>
    public IReadOnlyList<Member> Members => [.. _members.Where(m => IsCounted(m, includingJoining: false, excludingLeaving: false))];

    /// <summary>
    /// Members that are unreachable to some and yet seen alive: they watch each other unreachable in a circle, or one
    /// that was seen unreachable has the latest gossip.
    /// </summary>
    public ImmutableHashSet<UniqueAddress> IndirectlyConnected => ObserversThatAreSubjects.Union(SubjectsThatHaveSeen);

    public bool HasIndirectlyConnected => !IndirectlyConnected.IsEmpty;

    public bool IsAllUnreachableDownOrExiting => _members
        .Where(m => Unreachable.Contains(m.UniqueAddress))
        .All(m => m.Status is MemberStatus.Down or MemberStatus.Exiting);

    private ImmutableHashSet<UniqueAddress> ObserversThatAreSubjects =>
        Reachability.AllObservers.Intersect(Reachability.AllUnreachableOrTerminated);

    private ImmutableHashSet<UniqueAddress> SubjectsThatHaveSeen =>
    [
        .. Reachability.Records.Where(r => SeenBy.Contains(r.Subject.Address)).SelectMany(r => new[] { r.Observer, r.Subject }),
    ];

    public abstract Decision Decide();

    public void Add(Member m) => _members = _members.RemoveAll(m.Equals).Add(m);

    public void AddUnreachable(Member m)
    {
        Add(m);
        Unreachable = Unreachable.Add(m.UniqueAddress);
    }

    public void AddReachable(Member m)
    {
        Add(m);
        Unreachable = Unreachable.Remove(m.UniqueAddress);
    }

    public void Remove(Member m)
    {
        _members = _members.RemoveAll(m.Equals);
        Unreachable = Unreachable.Remove(m.UniqueAddress);
    }

    public void SetReachability(Reachability reachability) =>
        Reachability = reachability.FilterRecords(r => r.Status != Reachability.ReachabilityStatus.Reachable);

    public void SetSeenBy(ImmutableHashSet<Address> seenBy) => SeenBy = seenBy;

    public bool IsUnreachable(Member m) => Unreachable.Contains(m.UniqueAddress);

    /// <summary>The nodes to down; never ones that are down or exiting already.</summary>
    /// <exception cref="InvalidOperationException">After the indirectly connected nodes there are more of them: no decision is safe.</exception>
    public ImmutableHashSet<UniqueAddress> NodesToDown(Decision decision)
    {
        var downable = _members
            .Where(m => m.Status is not (MemberStatus.Down or MemberStatus.Exiting))
            .Select(m => m.UniqueAddress)
            .ToImmutableHashSet();
        return decision switch
        {
            Decision.DownReachable => downable.Except(Unreachable),
            Decision.DownUnreachable => downable.Intersect(Unreachable),
            Decision.DownAll => downable,
            Decision.DownIndirectlyConnected => downable.Intersect(IndirectlyConnected.Union(BesidesIndirectlyConnected(downable))),
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
        };
    }

    /// <summary>The members with the role.</summary>
    /// <param name="includingJoining">Whether ones not yet up count: the other side may have moved them up.</param>
    /// <param name="excludingLeaving">Whether leaving ones do not count: the other side may have let them exit.</param>
    protected IReadOnlyList<Member> Counted(bool includingJoining = false, bool excludingLeaving = false) =>
    [
        .. _members
            .Where(m => IsCounted(m, includingJoining, excludingLeaving) && (Role is null || m.HasRole(Role)))
            .Order(_order),
    ];

    /// <summary>
    /// Decides by who counts, twice: the other side may know of changes that this one has not seen, so that this one lives
    /// only where those could not matter.
    /// </summary>
    /// <param name="judge">By the members that count here, and those that count for the other side.</param>
    /// <param name="most">Those that may count for the other side, at the most.</param>
    protected Decision DecideTwice(Func<IReadOnlyList<Member>, IReadOnlyList<Member>, Decision> judge, Func<IReadOnlyList<Member>> most)
    {
        if (HasIndirectlyConnected)
            return Decision.DownIndirectlyConnected;
        var members = Counted();
        if (members.Count == 0)
            return Decision.DownAll;
        var decision = judge(members, members);
        if (decision != Decision.DownUnreachable)
            return decision;
        var fewest = Counted(excludingLeaving: true);
        return fewest.Count > 0 && judge(fewest, most()) == Decision.DownUnreachable ? Decision.DownUnreachable : Decision.DownAll;
    }

    private static bool IsCounted(Member m, bool includingJoining, bool excludingLeaving) => m.Status switch
    {
        MemberStatus.Up => true,
        MemberStatus.Joining or MemberStatus.WeaklyUp => includingJoining,
        MemberStatus.Leaving => !excludingLeaving,
        _ => false,
    };

    // A clean split or a crash may come together with indirect connections: decide it as if those were healed.
    private ImmutableHashSet<UniqueAddress> BesidesIndirectlyConnected(ImmutableHashSet<UniqueAddress> downable)
    {
        if (Unreachable.Except(IndirectlyConnected).IsEmpty)
            return [];
        var (unreachable, reachability) = (Unreachable, Reachability);
        var (circle, seen, islands) = (ObserversThatAreSubjects, SubjectsThatHaveSeen, CutOffByAll());
        try
        {
            Reachability = reachability.FilterRecords(r =>
                downable.Contains(r.Observer) && downable.Contains(r.Subject)
                && !islands.Contains(r.Observer)
                && !(circle.Contains(r.Observer) && circle.Contains(r.Subject))
                && !(seen.Contains(r.Observer) && seen.Contains(r.Subject)));
            Unreachable = Reachability.AllUnreachableOrTerminated;
            var decision = Decide();
            return decision == Decision.DownIndirectlyConnected
                ? throw new InvalidOperationException(
                    $"SBR double {decision} decision, downing all instead. Reachability: [{reachability}], filtered [{Reachability}], "
                    + $"still indirectly connected: [{string.Join(", ", IndirectlyConnected)}], seen by: [{string.Join(", ", SeenBy)}]")
                : NodesToDown(decision);
        }
        finally
        {
            (Unreachable, Reachability) = (unreachable, reachability);
        }
    }

    // What unreachable nodes say themselves does not count where all reachable ones agree that they are gone.
    private ImmutableHashSet<UniqueAddress> CutOffByAll()
    {
        var reachable = _members.Select(m => m.UniqueAddress).Where(node => !Unreachable.Contains(node)).ToImmutableHashSet();
        return
        [
            .. Reachability.AllObservers.Intersect(Unreachable).Where(node =>
                reachable.All(observer => !Reachability.IsReachable(observer, node))),
        ];
    }
}
