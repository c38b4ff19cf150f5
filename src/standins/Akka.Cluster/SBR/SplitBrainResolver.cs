using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.SBR;

/// <summary>
/// Follows the membership, and downs whom its strategy says once nothing has changed for a while. Only the leader
/// decides; but where changes do not end in time, every node downs all.
/// </summary>
/// <remarks>A restart subscribes anew, and hears again of all members.</remarks>
internal sealed class SplitBrainResolver : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SplitBrainResolverSettings _settings;
    private readonly DowningStrategy _strategy;
    private readonly Cluster _cluster;
    private bool _isLeader;
    private bool _selfIsUp;
    private DateTimeOffset _stableAt;
    private DateTimeOffset? _unstableSince;

    public SplitBrainResolver(SplitBrainResolverSettings settings, DowningStrategy strategy, Cluster cluster)
    {
        _settings = settings;
        _strategy = strategy;
        _cluster = cluster;
        Receive<SeenChanged>(seen => strategy.SetSeenBy(seen.SeenBy));
        Receive<ReachabilityChanged>(changed => strategy.SetReachability(changed.Reachability));
        Receive<UnreachableMember>(changed => SetReachable(changed.Member, reachable: false));
        Receive<MemberDowned>(changed => SetReachable(changed.Member, reachable: false));
        Receive<ReachableMember>(changed => SetReachable(changed.Member, reachable: true));
        Receive<MemberRemoved>(removed => Remove(removed.Member));
        Receive<IMemberEvent>(changed => Add(changed.Member));
        Receive<LeaderChanged>(changed => ChangeResponsibility(() => _isLeader = changed.Leader == cluster.SelfAddress));
        Receive<Tick>(_ => OnTick());
        Receive<IClusterDomainEvent>(_ => { });
    }

    public ITimerScheduler Timers { get; set; }

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    private bool IsResponsible => _isLeader && _selfIsUp;

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, InitialStateAsEvents, typeof(IClusterDomainEvent));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
        WaitUntilStable();
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void OnTick()
    {
        if (_settings.DownAllWhenUnstable > TimeSpan.Zero
            && Now - _unstableSince > _settings.DowningStableAfter + _settings.DownAllWhenUnstable)
        {
            _log.Warning("SBR detected instability and will down all nodes: reachability has been changing since {0}", _unstableSince);
            Act(Decision.DownAll);
        }
        if (IsResponsible && !_strategy.Unreachable.IsEmpty && Now >= _stableAt)
            Act(_strategy.Decide());
    }

    private void Act(Decision decision)
    {
        var nodes = NodesToDown(decision);
        _log.Warning(
            "SBR took decision {0} and is downing [{1}], [{2}] unreachable of [{3}] members{4}, full reachability status: [{5}]",
            decision,
            string.Join(", ", nodes.Select(node => node.Address)),
            _strategy.Unreachable.Count,
            _strategy.Members.Count,
            decision == Decision.DownIndirectlyConnected ? $", indirectly connected [{string.Join(", ", _strategy.IndirectlyConnected)}]" : "",
            _strategy.Reachability);
        // Itself last: it may end at once.
        foreach (var node in nodes.OrderBy(node => node == _cluster.SelfUniqueAddress))
            _cluster.Down(node.Address);
        if (nodes.IsEmpty)
            return;
        _unstableSince = null;
        WaitUntilStable();
    }

    private ImmutableHashSet<UniqueAddress> NodesToDown(Decision decision)
    {
        try
        {
            return _strategy.NodesToDown(decision);
        }
        catch (InvalidOperationException e)
        {
            _log.Warning(e, e.Message);
            return _strategy.NodesToDown(Decision.DownAll);
        }
    }

    private void SetReachable(Member member, bool reachable)
    {
        if (member.UniqueAddress == _cluster.SelfUniqueAddress)
            return;
        var before = _strategy.Unreachable.Count;
        if (reachable)
            _strategy.AddReachable(member);
        else
            _strategy.AddUnreachable(member);
        _unstableSince ??= Now;
        CalmDownIfAllAreDown();
        WaitUntilStable();
        if (IsResponsible && before + _strategy.Unreachable.Count > 0)
        {
            _log.Info(
                "SBR now sees {0} unreachable members, was {1}. No decision before {2}.", _strategy.Unreachable.Count, before, _stableAt);
        }
    }

    private void Add(Member member)
    {
        _strategy.Add(member);
        // Who joins or leaves does not count yet, or counts still.
        if (member.Status is MemberStatus.Up or MemberStatus.Exiting)
            WaitUntilStable();
        if (member.Status is MemberStatus.Up or MemberStatus.WeaklyUp && member.UniqueAddress == _cluster.SelfUniqueAddress)
            ChangeResponsibility(() => _selfIsUp = true);
        if (member.Status == MemberStatus.Up && _strategy is StaticQuorum { IsTooManyMembers: true } quorum)
        {
            _log.Warning(
                "The cluster size is [{0}] and static-quorum.quorum-size is [{1}]. You should not add more than [{2}] members to the cluster. "
                + "With more of them, all nodes are downed when a SBR decision is needed.",
                quorum.NumCounted, quorum.QuorumSize, quorum.QuorumSize * 2 - 1);
        }
    }

    private void Remove(Member member)
    {
        if (member.UniqueAddress == _cluster.SelfUniqueAddress)
        {
            Context.Stop(Self);
            return;
        }
        _strategy.Remove(member);
        CalmDownIfAllAreDown();
    }

    private void CalmDownIfAllAreDown()
    {
        if (_strategy.IsAllUnreachableDownOrExiting)
            _unstableSince = null;
    }

    private void WaitUntilStable() => _stableAt = Now + _settings.DowningStableAfter;

    private void ChangeResponsibility(Action change)
    {
        var before = IsResponsible;
        change();
        if (!before && IsResponsible)
            _log.Info("This node is now the leader responsible for taking SBR decisions among the reachable nodes (more leaders may exist).");
        else if (before && !IsResponsible)
            _log.Info("This node is not the leader any more and not responsible for taking SBR decisions.");
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
