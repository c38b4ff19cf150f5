namespace AkkaClip.Data.Metadata.Statistics;

/// <summary>How often each text of a column with few different ones occurs; beyond a thousand they are counted together.</summary>
public sealed class ValueCounts
{
    private const int MaxValues = 1000;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Of texts that came when there were a thousand others.</summary>
    public long Others { get; private set; }

    public long Missing { get; private set; }

    public IReadOnlyList<(string Value, long Count)> Top(int count) =>
        [.. _counts.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Take(count).Select(p => (p.Key, p.Value))];

    public void AddMissing() => Missing++;

    public void Add(string value, long count = 1)
    {
        if (_counts.TryGetValue(value, out var before) || _counts.Count < MaxValues)
            _counts[value] = before + count;
        else
            Others += count;
    }

    public void Add(ValueCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Others, Missing) = (Others + other.Others, Missing + other.Missing);
        foreach (var (value, count) in other._counts)
            Add(value, count);
    }
}
