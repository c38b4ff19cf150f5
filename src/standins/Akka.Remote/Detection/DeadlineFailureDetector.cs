using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Available until no heartbeat has come for the interval and the accepted pause together.</summary>
public class DeadlineFailureDetector : FailureDetector
{
    private readonly Clock _clock;
    private readonly long _deadlineMillis;
    private long _lastHeartbeat;
    private volatile bool _active;

    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, TimeSpan heartbeatInterval, Clock clock = null)
    {
        if (acceptableHeartbeatPause <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(acceptableHeartbeatPause), "failure-detector.acceptable-heartbeat-pause must be >= 0s");
        if (heartbeatInterval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(heartbeatInterval), "failure-detector.heartbeat-interval must be > 0s");
        _clock = clock ?? DefaultClock;
        _deadlineMillis = (long)(acceptableHeartbeatPause + heartbeatInterval).TotalMilliseconds;
    }

    public DeadlineFailureDetector(Config config, EventStream eventStream)
        : this(config.GetTimeSpan("acceptable-heartbeat-pause"), config.GetTimeSpan("heartbeat-interval"))
    {
    }

    public override bool IsAvailable => !_active || Interlocked.Read(ref _lastHeartbeat) + _deadlineMillis > _clock();

    public override bool IsMonitoring => _active;

    public override void HeartBeat()
    {
        Interlocked.Exchange(ref _lastHeartbeat, _clock());
        _active = true;
    }
}
