using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>
/// Resolves names once for many connections: a name's addresses are kept for a few minutes, one that does not exist for
/// half a minute, and simultaneous questions for a name become one.
/// </summary>
internal sealed class HostNames(Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider time)
{
    private static readonly TimeSpan s_known = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_unknown = TimeSpan.FromSeconds(30);

    /// <summary>Above this many names the oldest are forgotten: 2 million hosts would be a leak.</summary>
    private const int MaxNames = 100_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="SocketException">There is no such name, or nobody who knows.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        if (!_entries.TryGetValue(host, out var entry) || time.GetUtcNow() >= entry.Until)
        {
            Forget();
            // Nobody's cancellation ends a question that others may wait for too.
            entry = _entries.AddOrUpdate(host, _ => Ask(host), (_, there) => time.GetUtcNow() < there.Until ? there : Ask(host));
        }
        return await entry.Addresses.Value.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private Entry Ask(string host)
    {
        var entry = new Entry { Until = time.GetUtcNow() + s_known };
        entry.Addresses = new Lazy<Task<IPAddress[]>>(async () =>
        {
            try
            {
                return await resolve(host, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                entry.Until = time.GetUtcNow() + s_unknown;
                throw;
            }
        });
        return entry;
    }

    private void Forget()
    {
        if (_entries.Count <= MaxNames)
            return;
        foreach (var (host, _) in _entries.OrderBy(entry => entry.Value.Until).Take(MaxNames / 4))
            _entries.TryRemove(host, out _);
    }

    private sealed class Entry
    {
        private long _until;

        /// <summary>Read and written by several threads.</summary>
        public DateTimeOffset Until
        {
            get => new(Interlocked.Read(ref _until), TimeSpan.Zero);
            set => Interlocked.Exchange(ref _until, value.UtcTicks);
        }

        public Lazy<Task<IPAddress[]>> Addresses { get; set; } = null!;
    }
}
