using System.Collections.Concurrent;

namespace AkkaClip.Data.Downloads.Robots;

/// <summary>Asks each host for its robots.txt once a day; for one that failed again after a minute.</summary>
internal sealed class RobotsFiles(Func<Uri, Task<RobotsAnswer>> read, TimeProvider time)
{
    private static readonly TimeSpan s_valid = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(1);

    /// <summary>Rules are small, and asked for again where they were forgotten.</summary>
    private const int MaxHosts = 50_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, Lazy<Task<RobotsAnswer>> Answer)> _answers = new();

    public async Task<RobotsAnswer> OfAsync(Uri uri, CancellationToken cancellation)
    {
        var origin = uri.GetLeftPart(UriPartial.Authority);
        while (true)
        {
            if (_answers.Count > MaxHosts)
                _answers.Clear();
            var known = _answers.GetOrAdd(origin, _ => Ask(origin));
            var answer = await known.Answer.Value.WaitAsync(cancellation).ConfigureAwait(false);
            if (time.GetUtcNow() - known.Since < (answer.Failure is null ? s_valid : s_retry))
                return answer;
            _answers.TryRemove(KeyValuePair.Create(origin, known));
        }
    }

    private (DateTimeOffset, Lazy<Task<RobotsAnswer>>) Ask(string origin) =>
        (time.GetUtcNow(), new Lazy<Task<RobotsAnswer>>(() => read(new Uri($"{origin}/robots.txt"))));
}
