using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>
/// The messages of one kind to one system: a queue, and the connection that it is written to. Opened by the first message;
/// closed for a while (gated) after a failure, when messages are dead letters.
/// <code>
///            message            greeted
///   Idle ----------> Connecting ---------> Connected
///    ^                   | refused             | lost while nothing waits: Idle
///    |   after a while   v                     | lost while something waits: Connecting
///    +---------------- Gated -----------------+  lost at once, or the other system shut down: Gated
/// </code>
/// </summary>
internal sealed class Lane
{
    // What waits for a system that does not read is bounded by memory rather than by number.
    private const long MaximumQueuedBytes = 512L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Outgoing> _queue = new();
    private readonly List<Connection> _connections = [];
    private Connection _current;
    private bool _connecting;
    private bool _warnedOfBuffer;
    private long _gatedUntil = long.MinValue;
    private long _queuedBytes;

    public Lane(Association association, LaneKind kind)
    {
        Association = association;
        Kind = kind;
    }

    public Association Association { get; }

    public LaneKind Kind { get; }

    /// <summary>Where the other side's messages come from.</summary>
    public InboundSource Source { get; } = new();

    private bool IsGated => Environment.TickCount64 < _gatedUntil;

    private bool SomethingWaits => _queue.Count > 0 || (Kind == LaneKind.Control && !Association.Outbox.IsEmpty);

    /// <summary>False where a message would be a dead letter at once.</summary>
    public bool TakesMessages
    {
        get
        {
            lock (_gate)
            {
                if (_queuedBytes >= MaximumQueuedBytes && Association.Remoting.Throttle.Allows($"full {Association.Remote}"))
                    Association.Log.Error("[{0}] bytes wait for [{1}]; messages to it are dead letters until it reads", _queuedBytes, Association.Remote);
                return !IsGated && _queuedBytes < MaximumQueuedBytes && !Association.Remoting.IsShutDown;
            }
        }
    }

    /// <summary>Whether nothing waits that may still be sent.</summary>
    public bool IsDrained
    {
        get
        {
            lock (_gate)
                return !SomethingWaits || (_current is null && !_connecting);
        }
    }

    /// <summary>Whether messages have gone or may still go to the system as it is now.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
                return _current is not null || _queue.Count > 0;
        }
    }

    public void Enqueue(in Outgoing message)
    {
        lock (_gate)
        {
            if (!IsGated && !Association.Remoting.IsShutDown)
            {
                _queue.Enqueue(message);
                _queuedBytes += message.Length;
                WarnOfBuffer();
                WakeOrConnect();
                return;
            }
        }
        Association.Remoting.ToDeadLetters(message);
    }

    /// <summary>There is a new system message.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            if (!IsGated)
                WakeOrConnect();
        }
    }

    /// <summary>Adds a greeted connection; it carries this side's messages if there is no other.</summary>
    public void Add(Connection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            if (!connection.IsInbound)
                _connecting = false;
            else if (!Association.Remoting.Settings.UsePassiveConnections)
                return;
            _gatedUntil = long.MinValue;
            _current ??= connection;
        }
    }

    /// <summary>Moves messages into the batch, if this is the connection that they go to.</summary>
    public void TakeBatch(Connection connection, BatchBuffer batch, int limitBytes)
    {
        lock (_gate)
        {
            if (connection != _current)
                return;
            while (batch.Length < limitBytes && _queue.TryDequeue(out var message))
            {
                batch.Append(message.Bytes);
                _queuedBytes -= message.Length;
                message.Release();
            }
            if (_queue.Count > 0)
                return;
            _warnedOfBuffer = false;
            // Last: what an actor said before its death is before the news of it.
            if (Kind == LaneKind.Control)
                connection.SystemMessagesSent = Association.Outbox.CopyAfter(connection.SystemMessagesSent, batch, limitBytes);
        }
    }

    public void Lost(Connection connection, string reason, bool orderly)
    {
        var gate = false;
        lock (_gate)
        {
            if (!_connections.Remove(connection))
                return;
            if (connection == _current)
            {
                _current = _connections.Find(c => !c.IsClosed && !c.IsDismissed && (!c.IsInbound || Association.Remoting.Settings.UsePassiveConnections));
                _current?.Wake();
                // One that broke at once would break again.
                var shortLived = Environment.TickCount64 - connection.OpenedAt < Association.Remoting.Settings.RetryGateClosedFor.TotalMilliseconds;
                if (_current is null && !_connecting)
                {
                    gate = orderly || shortLived;
                    if (!gate && SomethingWaits)
                        WakeOrConnect();
                }
            }
        }
        Association.Count(-1, connection.IsInbound);
        if (gate)
            Close(reason, orderly);
    }

    /// <summary>The open connections.</summary>
    public Connection[] Connections()
    {
        lock (_gate)
            return [.. _connections];
    }

    /// <summary>Everything that waits becomes a dead letter.</summary>
    public void Clear()
    {
        Outgoing[] lost;
        lock (_gate)
        {
            lost = [.. _queue];
            _queue.Clear();
            _queuedBytes = 0;
        }
        foreach (var message in lost)
            Association.Remoting.ToDeadLetters(message);
    }

    /// <summary>Takes no message for a while.</summary>
    public void Close(string reason, bool orderly = false)
    {
        var remoting = Association.Remoting;
        var time = remoting.Settings.RetryGateClosedFor;
        lock (_gate)
        {
            _connecting = false;
            if (_current is not null || remoting.IsShutDown)
                return;
            _gatedUntil = Environment.TickCount64 + (long)time.TotalMilliseconds;
        }
        if (orderly)
            Association.Log.Debug("Address [{0}] is gated for {1} ms: {2}", Association.Remote, time.TotalMilliseconds, reason);
        else
            Association.LogGate(time, reason);
        Clear();
        _ = Task.Delay(time).ContinueWith(_ => Reopen(), TaskScheduler.Default);
    }

    private void Reopen()
    {
        lock (_gate)
        {
            if (!IsGated && SomethingWaits)
                WakeOrConnect();
        }
    }

    // Within the lock.
    private void WakeOrConnect()
    {
        if (_current is not null)
        {
            _current.Wake();
        }
        else if (!_connecting && !Association.Remoting.IsShutDown)
        {
            _connecting = true;
            _ = Task.Run(() => Association.Remoting.Connect(this));
        }
    }

    private void WarnOfBuffer()
    {
        if (_queue.Count <= Association.Remoting.Settings.LogBufferSizeExceeding || _warnedOfBuffer)
            return;
        _warnedOfBuffer = true;
        Association.Log.Warning("[{0}] messages for [{1}] wait to be sent", _queue.Count, Association.Remote);
    }
}
