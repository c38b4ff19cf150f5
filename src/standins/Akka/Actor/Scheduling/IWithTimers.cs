namespace Akka.Actor;

/// <summary>Marks an actor that uses timers; the cell sets them.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}
