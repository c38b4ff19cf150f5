using System.Globalization;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>
/// What must not be used: a line each with a URL, a host (with all below it) or LAION's hash of a row; # begins a comment.
/// Eight bytes an entry are kept.
/// </summary>
public sealed class BlockList
{
    private const int MaxEntries = 10_000_000;
    private readonly ulong[] _urls, _hosts;
    private readonly HashSet<long> _hashes = [];

    private BlockList(List<ulong> urls, List<ulong> hosts, IEnumerable<long> hashes)
    {
        urls.Sort();
        hosts.Sort();
        (_urls, _hosts) = ([.. urls], [.. hosts]);
        _hashes.UnionWith(hashes);
    }

    public long Count => _urls.Length + _hosts.Length + _hashes.Count;

    public bool HasHashes => _hashes.Count > 0;

    /// <exception cref="DataSourceException">A line is none of the three, or there are too many.</exception>
    public static BlockList Read(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var (urls, hosts, hashes) = (new List<ulong>(), new List<ulong>(), new List<long>());
        foreach (var path in paths)
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                var entry = line.Trim();
                if (entry.Length == 0 || entry[0] == '#')
                    continue;
                if (long.TryParse(entry, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hash))
                    hashes.Add(hash);
                else if (entry.Contains("://", StringComparison.Ordinal))
                    urls.Add(Key(entry));
                else if (Uri.CheckHostName(entry.TrimStart('*').TrimStart('.')) != UriHostNameType.Unknown)
                    hosts.Add(Key(entry.TrimStart('*').TrimStart('.').ToLowerInvariant()));
                else
                    throw new DataSourceException(path, $"line {number} ('{entry}') is no URL, host or hash", "write one of these a line");
                if (urls.Count + hosts.Count + hashes.Count > MaxEntries)
                    throw new DataSourceException(path, $"more than {MaxEntries} entries", "filter in several runs, a part of the list each");
            }
        }
        return new BlockList(urls, hosts, hashes);
    }

    public bool BlocksHash(long hash) => _hashes.Contains(hash);

    public bool BlocksUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (Array.BinarySearch(_urls, Key(url)) >= 0)
            return true;
        if (_hosts.Length == 0)
            return false;
        for (var host = UrlParts.Host(url); host.Length > 0;)
        {
            if (Array.BinarySearch(_hosts, Key(host)) >= 0)
                return true;
            var dot = host.IndexOf('.', StringComparison.Ordinal);
            host = dot < 0 ? "" : host[(dot + 1)..];
        }
        return false;
    }

    private static ulong Key(string text) => (ulong)LaionHash.Of(text, "");
}
