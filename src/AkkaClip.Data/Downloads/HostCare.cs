using System.Collections.Concurrent;
using AkkaClip.Data.Downloads.Fetching;
using AkkaClip.Data.Downloads.Hosts;

namespace AkkaClip.Data.Downloads;

/// <summary>Keeps the health of every host that is in trouble. For many threads.</summary>
internal sealed class HostCare(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HostHealth> _inTrouble = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The problem for which a host has been given up for now; null: it may be asked.</summary>
    public DownloadProblem? GivenUpFor(string host) =>
        _inTrouble.TryGetValue(host, out var health) && health.IsGivenUp(time.GetUtcNow()) ? health.LastProblem : null;

    public IEnumerable<KeyValuePair<string, DownloadProblem>> GivenUp =>
        from host in _inTrouble
        where host.Value.IsGivenUp(time.GetUtcNow())
        select KeyValuePair.Create(host.Key, host.Value.LastProblem!.Value);

    /// <summary>A host has answered, if only with a no.</summary>
    public void Answered(string host) => _inTrouble.TryRemove(host, out _);

    /// <returns>How long to leave the host alone.</returns>
    public TimeSpan Failed(string host, FetchOutcome.Failed failure, DateTimeOffset asked)
    {
        var pause = TimeSpan.Zero;
        _inTrouble.AddOrUpdate(host, _ => Next(HostHealth.Good), (_, health) => Next(health));
        return pause;

        HostHealth Next(HostHealth health)
        {
            (var next, pause) = health.Failed(failure.Problem, failure.RetryAfter, asked, time.GetUtcNow());
            return next;
        }
    }
}
