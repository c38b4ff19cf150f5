using Akka.Util;

namespace Akka.Remote;

/// <summary>Judges from the heartbeats of one resource whether it is there.</summary>
public abstract class FailureDetector
{
    /// <summary>Milliseconds of a clock that never goes back.</summary>
    public static readonly Clock DefaultClock = () => (long)MonotonicClock.Elapsed.TotalMilliseconds;

    /// <summary>True also while no heartbeat has come yet.</summary>
    public abstract bool IsAvailable { get; }

    /// <summary>Whether a heartbeat has ever come.</summary>
    public abstract bool IsMonitoring { get; }

    public abstract void HeartBeat();
}
