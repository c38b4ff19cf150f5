using System.Collections.Concurrent;

namespace Akka.Remote;

/// <inheritdoc/>
public class DefaultFailureDetectorRegistry<T> : IFailureDetectorRegistry<T>
{
    private readonly Func<FailureDetector> _factory;
    private readonly ConcurrentDictionary<T, FailureDetector> _detectors = new();
    private readonly Lock _creation = new();

    public DefaultFailureDetectorRegistry(Func<FailureDetector> factory) => _factory = factory;

    public bool IsAvailable(T resource) => !_detectors.TryGetValue(resource, out var detector) || detector.IsAvailable;

    public bool IsMonitoring(T resource) => _detectors.TryGetValue(resource, out var detector) && detector.IsMonitoring;

    public void Heartbeat(T resource)
    {
        if (_detectors.TryGetValue(resource, out var known))
        {
            known.HeartBeat();
            return;
        }
        lock (_creation)
        {
            if (!_detectors.TryGetValue(resource, out var detector))
            {
                detector = _factory();
                if (detector is PhiAccrualFailureDetector phi)
                    phi.Address = resource.ToString();
            }
            // It is seen by others only with its first heartbeat.
            detector.HeartBeat();
            _detectors[resource] = detector;
        }
    }

    public void Remove(T resource) => _detectors.TryRemove(resource, out _);

    public void Reset() => _detectors.Clear();

    internal FailureDetector GetFailureDetector(T resource) => _detectors.GetValueOrDefault(resource);
}
