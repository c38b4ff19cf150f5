using System.Diagnostics;

namespace Akka.Cluster;

/// <summary>Sends heartbeats to the members after this one in the ring, and tells the failure detector of the answers.</summary>
internal sealed class ClusterHeartbeatSender : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster;
    private readonly ClusterSettings _settings;
    private ClusterHeartbeatSenderState _state;
    private long _sequenceNr;
    private long _lastTick;

    public ClusterHeartbeatSender(Cluster cluster)
    {
        _cluster = cluster;
        _settings = cluster.Settings;
        _state = new ClusterHeartbeatSenderState(
            new HeartbeatNodeRing(cluster.SelfUniqueAddress, [cluster.SelfUniqueAddress], [], _settings.MonitoredByNrOfMembers),
            [],
            cluster.FailureDetector);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            _state = _state.Init([.. state.Members.Select(m => m.UniqueAddress)], [.. state.Unreachable.Select(m => m.UniqueAddress)]);
            Become(Active);
        });
        Receive<Tick>(_ => { });
    }

    public ITimerScheduler Timers { get; set; }

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        var interval = _settings.HeartbeatInterval;
        var initialDelay = _settings.PeriodicTasksInitialDelay > interval ? _settings.PeriodicTasksInitialDelay : interval;
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, initialDelay, interval);
    }

    protected override void PostStop()
    {
        foreach (var receiver in _state.ActiveReceivers)
            _cluster.FailureDetector.Remove(receiver.Address);
        _cluster.Unsubscribe(Self);
    }

    private void Active()
    {
        Receive<Tick>(_ => SendHeartbeats());
        Receive<ClusterHeartbeatRsp>(rsp =>
        {
            if (_settings.VerboseHeartbeatLogging)
                _log.Debug("Cluster Node [{0}] - Heartbeat response from [{1}] - Sequence number [{2}]", _cluster.SelfAddress, rsp.From.Address, rsp.SequenceNr);
            _state = _state.HeartbeatRsp(rsp.From);
        });
        Receive<ClusterEvent.MemberRemoved>(removed => RemoveMember(removed.Member.UniqueAddress));
        Receive<ClusterEvent.IMemberEvent>(changed =>
        {
            if (!_state.Contains(changed.Member.UniqueAddress))
                _state = _state.AddMember(changed.Member.UniqueAddress);
        });
        Receive<ClusterEvent.UnreachableMember>(changed => _state = _state.UnreachableMember(changed.Member.UniqueAddress));
        Receive<ClusterEvent.ReachableMember>(changed => _state = _state.ReachableMember(changed.Member.UniqueAddress));
        Receive<ExpectedFirstHeartbeat>(expected =>
        {
            if (_state.ActiveReceivers.Contains(expected.From) && !_cluster.FailureDetector.IsMonitoring(expected.From.Address))
                _cluster.FailureDetector.Heartbeat(expected.From.Address);
        });
    }

    private void RemoveMember(UniqueAddress node)
    {
        if (node == _cluster.SelfUniqueAddress)
            Context.Stop(Self);
        else
            _state = _state.RemoveMember(node);
    }

    private void SendHeartbeats()
    {
        foreach (var receiver in _state.ActiveReceivers)
        {
            if (!_cluster.FailureDetector.IsMonitoring(receiver.Address))
            {
                // The detection begins after this, answer or not.
                Context.System.Scheduler.ScheduleTellOnce(
                    _settings.HeartbeatExpectedResponseAfter, Self, new ExpectedFirstHeartbeat(receiver), Self);
            }
            var nanos = Stopwatch.GetElapsedTime(0).Ticks * TimeSpan.NanosecondsPerTick;
            Context.ActorSelection(new RootActorPath(receiver.Address) / "system" / "cluster" / "heartbeatReceiver")
                .Tell(new ClusterHeartbeat(_cluster.SelfAddress, ++_sequenceNr, nanos), Self);
        }
        WarnWhenDelayed();
    }

    private void WarnWhenDelayed()
    {
        var now = Stopwatch.GetTimestamp();
        var elapsed = Stopwatch.GetElapsedTime(_lastTick, now);
        if (_lastTick != 0 && elapsed >= _settings.HeartbeatInterval * 2)
        {
            _log.Warning(
                "Cluster Node [{0}] - Scheduled sending of heartbeat was delayed. Previous heartbeat was sent [{1}] ms ago, expected interval is [{2}] ms. "
                + "Others may take this node for unreachable. Look for blocking work on the dispatchers, an overloaded processor, or garbage collection.",
                _cluster.SelfAddress, (long)elapsed.TotalMilliseconds, (long)_settings.HeartbeatInterval.TotalMilliseconds);
        }
        _lastTick = now;
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record ExpectedFirstHeartbeat(UniqueAddress From);
}
