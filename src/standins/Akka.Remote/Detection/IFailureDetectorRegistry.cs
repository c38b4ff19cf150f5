namespace Akka.Remote;

/// <summary>A failure detector for each of many resources.</summary>
public interface IFailureDetectorRegistry<in T>
{
    /// <summary>True also for a resource without a heartbeat.</summary>
    bool IsAvailable(T resource);

    bool IsMonitoring(T resource);

    /// <summary>Records a heartbeat; the first one makes the detector.</summary>
    void Heartbeat(T resource);

    void Remove(T resource);

    void Reset();
}
