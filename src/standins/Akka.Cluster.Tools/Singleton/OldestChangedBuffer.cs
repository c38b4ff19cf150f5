namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Follows who the oldest member is, and tells its parent of one change each time it is asked: a manager in the middle
/// of a hand-over sees the next change only after it.
/// </summary>
internal sealed class OldestChangedBuffer : ReceiveActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Queue<object> _changes = new();
    private readonly string _role;
    private ImmutableList<Member> _byAge = [];
    private bool _isAsked;

    /// <param name="role">Which members count; null for all.</param>
    public OldestChangedBuffer(string role)
    {
        _role = role;
        AddShutdownTask();
        Receive<ClusterEvent.CurrentClusterState>(Begin);
        Receive<ClusterEvent.MemberUp>(up => Change(all => all.RemoveAll(up.Member.Equals).Add(up.Member), up.Member));
        Receive<ClusterEvent.MemberRemoved>(removed => Remove(removed.Member));
        // Of its own exit it hears by the shutdown: what must be done before can take as long as it has to.
        Receive<ClusterEvent.MemberExited>(exited => Remove(exited.Member), exited => exited.Member.UniqueAddress != _cluster.SelfUniqueAddress);
        Receive<SelfExiting>(_ =>
        {
            Remove(_cluster.SelfMember);
            Sender.Tell(Done.Instance);
        });
        Receive<GetNext>(_ =>
        {
            _isAsked = true;
            Deliver();
        });
        Receive<ClusterEvent.IMemberEvent>(_ => { });
    }

    protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Begin(ClusterEvent.CurrentClusterState state)
    {
        // An up number is what joining and weakly up members lack.
        _byAge = [.. state.Members.Where(m => IsCounted(m) && m.UpNumber != int.MaxValue).Order(Member.AgeOrdering)];
        var self = state.Members.FirstOrDefault(m => m.UniqueAddress == _cluster.SelfUniqueAddress);
        var upToSelf = _byAge.TakeWhile(m => m.UpNumber <= (self?.UpNumber ?? int.MaxValue)).ToArray();
        // While an older one is on its way out, it may still be running the singleton.
        var isSafe = !Array.Exists(upToSelf, m => m.Status is MemberStatus.Down or MemberStatus.Exiting or MemberStatus.Leaving);
        _changes.Enqueue(new InitialOldestState([.. upToSelf.Select(m => m.UniqueAddress)], isSafe));
        Deliver();
    }

    private void Remove(Member member) => Change(all => all.RemoveAll(member.Equals), member);

    private void Change(Func<ImmutableList<Member>, ImmutableList<Member>> change, Member member)
    {
        if (!IsCounted(member))
            return;
        var before = _byAge.FirstOrDefault();
        _byAge = [.. change(_byAge).Order(Member.AgeOrdering)];
        var after = _byAge.FirstOrDefault();
        if (Equals(before, after))
            return;
        _changes.Enqueue(new OldestChanged(after?.UniqueAddress, before?.UniqueAddress));
        Deliver();
    }

    private void Deliver()
    {
        // A node that is not a member any more changes nothing.
        if (!_isAsked || _changes.Count == 0 || _cluster.IsTerminated)
            return;
        _isAsked = false;
        Context.Parent.Tell(_changes.Dequeue());
    }

    private bool IsCounted(Member member) => _role is null || member.HasRole(_role);

    private void AddShutdownTask()
    {
        var self = Self;
        var shutdown = CoordinatedShutdown.Get(Context.System);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "singleton-exiting-1", () =>
            _cluster.IsTerminated || _cluster.SelfMember.Status == MemberStatus.Down
                ? Task.FromResult(Done.Instance)
                : self.Ask<Done>(SelfExiting.Instance, shutdown.Timeout(CoordinatedShutdown.PhaseClusterExiting)));
    }

    /// <summary>Asks for the next change, when there is one.</summary>
    internal sealed record GetNext
    {
        public static readonly GetNext Instance = new();
    }

    /// <summary>The members not younger than this node, the oldest first.</summary>
    internal sealed record InitialOldestState(ImmutableList<UniqueAddress> Oldest, bool SafeToBeOldest);

    /// <summary>Null where there is none.</summary>
    internal sealed record OldestChanged(UniqueAddress NewOldest, UniqueAddress PreviousOldest);

    /// <summary>This node leaves.</summary>
    internal sealed record SelfExiting
    {
        public static readonly SelfExiting Instance = new();
    }
}
