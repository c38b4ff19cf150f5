using Akka.Cluster.Tools.Singleton.Serialization;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Runs an actor on the oldest member of the cluster, or of those with a role. Start one on each of them.
/// <code>
///                    oldest changed: not this node
///  start -----> younger &lt;--------------------------- handing over
///    |             | this node is the oldest now            ^
///    |             v                                        | hand over to me
///    |       becoming oldest                           was oldest
///    |             | handed over, or former ones removed    ^
///    '---------> oldest ------------------------------------' another node is the oldest now
/// </code>
/// A downed node stops the singleton (stopping); one that handed over while leaving waits for its removal (end).
/// </summary>
/// <remarks>
/// Restarted when a hand-over gets stuck: the singleton is stopped, and the manager looks anew who is the oldest. Stops
/// when this node is removed.
/// </remarks>
public sealed partial class ClusterSingletonManager : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RememberRemoved = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly TaskCompletionSource<Done> _memberExitingProgress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<UniqueAddress, DateTimeOffset> _removed = [];
    private readonly Props _singletonProps;
    private readonly object _terminationMessage;
    private readonly ClusterSingletonManagerSettings _settings;
    private readonly TimeSpan _removalMargin;
    private readonly int _maxHandOverRetries;
    private readonly int _maxTakeOverRetries;
    private IActorRef _oldestChangedBuffer;
    private string _state = "Start";
    private bool _isNextAsked;
    private bool _selfExited;

    /// <exception cref="ArgumentException">This node lacks the role.</exception>
    /// <exception cref="ConfigurationException">The number of retries is below one.</exception>
    public ClusterSingletonManager(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings)
    {
        if (settings.Role is not null && !_cluster.SelfRoles.Contains(settings.Role))
            throw new ArgumentException($"This cluster member [{_cluster.SelfAddress}] doesn't have the role [{settings.Role}]", nameof(settings));
        ClusterSingletonMessageSerializer.Register((ExtendedActorSystem)Context.System, DefaultConfig());
        _singletonProps = singletonProps;
        _terminationMessage = terminationMessage;
        _settings = settings;
        _removalMargin = settings.RemovalMargin > TimeSpan.Zero ? settings.RemovalMargin : _cluster.DowningProvider.DownRemovalMargin;
        var minRetries = Context.System.Settings.Config.GetInt("akka.cluster.singleton.min-number-of-hand-over-retries");
        if (minRetries < 1)
            throw new ConfigurationException("min-number-of-hand-over-retries must be >= 1");
        _maxHandOverRetries = Math.Max(minRetries, (int)(_removalMargin / settings.HandOverRetryInterval) + 3);
        _maxTakeOverRetries = Math.Max(1, _maxHandOverRetries - 3);
        AddShutdownTasks();
        Start();
    }

    public ITimerScheduler Timers { get; set; }

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Config DefaultConfig() =>
        ConfigurationFactory.FromResource<ClusterSingletonManager>("Akka.Cluster.Tools.Singleton.reference.conf");

    /// <summary>A manager that stops the singleton by a <see cref="PoisonPill"/>.</summary>
    public static Props Props(Props singletonProps, ClusterSingletonManagerSettings settings) =>
        Props(singletonProps, PoisonPill.Instance, settings);

    /// <param name="singletonProps">The singleton.</param>
    /// <param name="terminationMessage">Tells it to stop, in its own time: the hand-over waits until it has.</param>
    /// <param name="settings">The settings.</param>
    public static Props Props(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings) =>
        Actor.Props.Create(() => new ClusterSingletonManager(singletonProps, terminationMessage, settings))
            .WithDispatcher(Dispatchers.InternalDispatcherId)
            .WithDeploy(Deploy.Local);

    protected override void PreStart()
    {
        if (_cluster.IsTerminated)
            throw new InvalidOperationException("Cluster node must not be terminated");
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved), typeof(ClusterEvent.MemberDowned));
        Timers.StartPeriodicTimer(Cleanup.Instance, Cleanup.Instance, CleanupInterval);
        // Not before: while several nodes join at once, who is the oldest goes back and forth.
        var self = Self;
        _cluster.RegisterOnMemberUp(() => self.Tell(SelfIsUp.Instance));
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _memberExitingProgress.TrySetResult(Done.Instance);
    }

    private void GoTo(string state, Action behaviour)
    {
        _log.Info("ClusterSingletonManager state change [{0} -> {1}]", _state, state);
        Timers.Cancel(HandOverRetry.Key);
        Timers.Cancel(TakeOverRetry.Key);
        _state = state;
        Become(behaviour);
    }

    private void AskForNextOldest()
    {
        if (_isNextAsked)
            return;
        _isNextAsked = true;
        _oldestChangedBuffer.Tell(OldestChangedBuffer.GetNext.Instance);
    }

    private ActorSelection Peer(UniqueAddress node) => Context.ActorSelection(Self.Path.ToStringWithAddress(node.Address));

    private bool IsSelf(Member member) => member.UniqueAddress == _cluster.SelfUniqueAddress;

    private bool AreRemoved(IEnumerable<UniqueAddress> nodes) => nodes.All(_removed.ContainsKey);

    private void StopSelf(string reason)
    {
        _log.Info("Self {0}, stopping ClusterSingletonManager", reason);
        Context.Stop(Self);
    }

    private void AddShutdownTasks()
    {
        var self = Self;
        var shutdown = CoordinatedShutdown.Get(Context.System);
        bool IsOut() => _cluster.IsTerminated || _cluster.SelfMember.Status == MemberStatus.Down;
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "wait-singleton-exiting", () =>
            IsOut() ? Task.FromResult(Done.Instance) : _memberExitingProgress.Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "singleton-exiting-2", () => IsOut()
            ? Task.FromResult(Done.Instance)
            : self.Ask<Done>(OldestChangedBuffer.SelfExiting.Instance, shutdown.Timeout(CoordinatedShutdown.PhaseClusterExiting)));
    }

    private sealed record SelfIsUp
    {
        public static readonly SelfIsUp Instance = new();
    }

    private sealed record Cleanup
    {
        public static readonly Cleanup Instance = new();
    }

    /// <summary>A member was removed, and the removal margin is over.</summary>
    private sealed record DelayedMemberRemoved(Member Member);

    private sealed record HandOverRetry(int Count)
    {
        public const string Key = "hand-over-retry";
    }

    private sealed record TakeOverRetry(int Count)
    {
        public const string Key = "take-over-retry";
    }
}
