namespace AkkaClip.Model.Replicas;

/// <summary>Sums up the wall time of a step's phases.</summary>
internal sealed class PhaseClock(TimeProvider time)
{
    private long _last = time.GetTimestamp();

    /// <summary>Time since the last call, or since the start.</summary>
    public TimeSpan Lap()
    {
        var now = time.GetTimestamp();
        var lap = time.GetElapsedTime(_last, now);
        _last = now;
        return lap;
    }
}
