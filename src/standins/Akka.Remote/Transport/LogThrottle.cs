using System.Collections.Concurrent;

namespace Akka.Remote.Transport;

/// <summary>Lets each thing be logged once in a while, so that a peer cannot flood the log.</summary>
internal sealed class LogThrottle
{
    private const int MaximumKeys = 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, long> _loggedAt = new();

    public bool Allows(string key)
    {
        var now = Environment.TickCount64;
        if (_loggedAt.TryGetValue(key, out var before))
            return now - before > Pause.TotalMilliseconds && _loggedAt.TryUpdate(key, now, before);
        if (_loggedAt.Count >= MaximumKeys)
        {
            foreach (var (old, at) in _loggedAt)
            {
                if (now - at > Pause.TotalMilliseconds)
                    _loggedAt.TryRemove(old, out _);
            }
        }
        return _loggedAt.Count < MaximumKeys && _loggedAt.TryAdd(key, now);
    }
}
