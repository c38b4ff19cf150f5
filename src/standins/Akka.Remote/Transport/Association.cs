using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>What this system has with one remote address: two lanes, and what is known of the incarnation that lives there.</summary>
internal sealed class Association
{
    private const long NoUid = long.MinValue;

    private static readonly TimeSpan GateLogPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Lock _greeting = new();
    private readonly Dictionary<int, long> _quarantined = [];
    private readonly long _createdAt = Environment.TickCount64;
    private long _uid = NoUid;
    private long _lastFence;
    private long _gateLoggedAt;
    private string _gateReason;
    private int _openConnections;

    public Association(Remoting remoting, Address remote)
    {
        Remoting = remoting;
        Remote = remote;
        Outbox = new SystemOutbox(remoting.Settings.SysMsgBufferSize);
        Control = new Lane(this, LaneKind.Control);
        Ordinary = new Lane(this, LaneKind.Ordinary);
    }

    public Remoting Remoting { get; }

    public Address Remote { get; }

    public SystemOutbox Outbox { get; }

    public SystemInbox Inbox { get; } = new();

    public Lane Control { get; }

    public Lane Ordinary { get; }

    /// <summary>The incarnation last greeted; null before the first.</summary>
    public int? Uid => Volatile.Read(ref _uid) is var uid and not NoUid ? (int)uid : null;

    public ILoggingAdapter Log => Remoting.Log;

    public Lane LaneOf(LaneKind kind) => kind == LaneKind.Control ? Control : Ordinary;

    public bool IsQuarantined(int uid)
    {
        lock (_gate)
            return _quarantined.ContainsKey(uid);
    }

    /// <summary>Sends a system message, exactly once.</summary>
    public void SendSystemMessage(in Outgoing message)
    {
        if (Uid is { } uid && IsQuarantined(uid))
        {
            // For that incarnation nothing is kept; with another one every watch begins anew.
            message.Release();
            return;
        }
        if (!Outbox.TryAdd(message, FenceFor(message.Message)))
        {
            message.Release();
            Log.Error("More than {0} system messages to [{1}] are not acknowledged (akka.remote.system-message-buffer-size)",
                Remoting.Settings.SysMsgBufferSize, Remote);
            Quarantine(Uid);
            return;
        }
        Control.Nudge();
    }

    /// <summary>Agrees to a connection with an incarnation, unless it is quarantined. A new one ends what was with the old one.</summary>
    public bool Greet(int uid)
    {
        // Deliveries may send system messages, which need the other lock: never both in this order.
        lock (_greeting)
        {
            var old = Uid;
            lock (_gate)
            {
                if (_quarantined.ContainsKey(uid))
                    return false;
                if (old is { } replaced && replaced != uid)
                    _quarantined[replaced] = Environment.TickCount64;
                Volatile.Write(ref _uid, uid);
            }
            if (old == uid)
                return true;
            Inbox.Begin(uid);
            Outbox.Begin(uid);
            foreach (var stale in Connections().Where(c => c.PeerUid != uid))
                stale.Close("another incarnation of the remote system has taken its place", orderly: false);
            return true;
        }
    }

    /// <summary>Counts open connections: the first one associates, the last one disassociates.</summary>
    public void Count(int change, bool inbound)
    {
        var open = Interlocked.Add(ref _openConnections, change);
        if (open == 0)
            Remoting.Events.NotifyListeners(new DisassociatedEvent(Remoting.DefaultAddress, Remote, inbound));
        else if (open == 1 && change > 0)
            Remoting.Events.NotifyListeners(new AssociatedEvent(Remoting.DefaultAddress, Remote, inbound));
    }

    public void Quarantine(int? uid)
    {
        if (uid is not { } known)
        {
            // No incarnation is known that could be shut out: the address is only left alone for a while.
            const string Reason = "the address is quarantined, and no UID of it is known";
            if (Uid is null)
                Outbox.Clear();
            Control.Close(Reason);
            Ordinary.Close(Reason);
            return;
        }
        lock (_gate)
        {
            if (!_quarantined.TryAdd(known, Environment.TickCount64))
                return;
        }
        if (Uid is null || Uid == known)
        {
            Outbox.Clear();
            Inbox.Pass(long.MaxValue);
            foreach (var connection in Connections().Where(c => c.PeerUid == known))
                _ = connection.Dismiss(EnvelopeEncoder.Signal(FrameKind.Quarantined), "it is quarantined", Remoting.Settings.FlushWait);
            Control.Clear();
            Ordinary.Clear();
        }
        Remoting.Events.NotifyListeners(new QuarantinedEvent(Remote, known));
    }

    /// <summary>Once in a while: keeps idle connections alive, closes dead ones, forgets what is over.</summary>
    public void Tick(TimeSpan keepAliveAfter, TimeSpan deadAfter)
    {
        var now = Environment.TickCount64;
        foreach (var connection in Connections())
        {
            if (now - connection.LastReceived > deadAfter.TotalMilliseconds)
                connection.Close($"nothing has come for {deadAfter} (akka.remote.transport-failure-detector)", orderly: false);
            else if (now - connection.LastWritten > keepAliveAfter.TotalMilliseconds)
                connection.Signal(EnvelopeEncoder.Signal(FrameKind.KeepAlive));
        }
        if (Uid is null && !Outbox.IsEmpty && now - _createdAt > Remoting.Settings.InitialSysMsgDeliveryTimeout.TotalMilliseconds)
        {
            Log.Error("System messages to [{0}] are given up: it has never answered (akka.remote.initial-system-message-delivery-timeout)", Remote);
            Outbox.Clear();
        }
        lock (_gate)
        {
            var longAgo = now - (Remoting.Settings.QuarantineDuration ?? TimeSpan.MaxValue).TotalMilliseconds;
            foreach (var uid in _quarantined.Where(q => q.Value < longAgo && q.Key != Uid).Select(q => q.Key).ToArray())
                _quarantined.Remove(uid);
        }
    }

    /// <summary>Logs that a lane is gated: the same reason once in a while only, for both lanes and all attempts in a row.</summary>
    public void LogGate(TimeSpan time, string reason)
    {
        var now = Environment.TickCount64;
        lock (_gate)
        {
            if (reason == _gateReason && now - _gateLoggedAt < GateLogPause.TotalMilliseconds)
                return;
            (_gateReason, _gateLoggedAt) = (reason, now);
        }
        Log.Warning("Association with remote system {0} has failed; address is now gated for {1} ms. Reason: [{2}]", Remote, time.TotalMilliseconds, reason);
    }

    public IEnumerable<Connection> Connections() => Control.Connections().Concat(Ordinary.Connections());

    // Death comes after the last words: a fence follows them on their own lane.
    private long FenceFor(object message)
    {
        if (message is not DeathWatchNotification || !Ordinary.IsBusy)
            return 0;
        var fence = Interlocked.Increment(ref _lastFence);
        Ordinary.Enqueue(EnvelopeEncoder.Fence(fence));
        return fence;
    }
}
