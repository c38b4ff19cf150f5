namespace Akka.Cluster;

/// <summary>
/// Who has seen whom fall silent. Each observer's row of subjects carries that observer's version: of two views of a
/// row the one with the higher version is right, so that tables merge without conflict. An observer that sees all has
/// no row.
/// </summary>
internal sealed class Reachability
{
    public static readonly Reachability Empty = new([], ImmutableDictionary<UniqueAddress, long>.Empty);

    private readonly ImmutableDictionary<UniqueAddress, ImmutableDictionary<UniqueAddress, Record>> _rows;

    public Reachability(ImmutableList<Record> records, ImmutableDictionary<UniqueAddress, long> versions)
    {
        Records = records;
        Versions = versions;
        _rows = records.GroupBy(r => r.Observer).ToImmutableDictionary(row => row.Key, row => row.ToImmutableDictionary(r => r.Subject));
        AllTerminated = Subjects(ReachabilityStatus.Terminated);
        AllUnreachable = Subjects(ReachabilityStatus.Unreachable).Except(AllTerminated);
        AllUnreachableOrTerminated = AllUnreachable.Union(AllTerminated);
    }

    public enum ReachabilityStatus
    {
        Reachable,
        Unreachable,

        /// <summary>Gone for good: this incarnation is never reachable again.</summary>
        Terminated,
    }

    public ImmutableList<Record> Records { get; }

    public ImmutableDictionary<UniqueAddress, long> Versions { get; }

    public bool IsAllReachable => Records.IsEmpty;

    /// <summary>Those that somebody cannot reach, without the terminated ones.</summary>
    public ImmutableHashSet<UniqueAddress> AllUnreachable { get; }

    public ImmutableHashSet<UniqueAddress> AllUnreachableOrTerminated { get; }

    public ImmutableHashSet<UniqueAddress> AllObservers => [.. _rows.Keys];

    public ImmutableDictionary<UniqueAddress, ImmutableHashSet<UniqueAddress>> ObserversGroupedByUnreachable => Records
        .Where(r => r.Status == ReachabilityStatus.Unreachable)
        .GroupBy(r => r.Subject)
        .ToImmutableDictionary(group => group.Key, group => group.Select(r => r.Observer).ToImmutableHashSet());

    private ImmutableHashSet<UniqueAddress> AllTerminated { get; }

    public Reachability Unreachable(UniqueAddress observer, UniqueAddress subject) =>
        Change(observer, subject, ReachabilityStatus.Unreachable);

    public Reachability Reachable(UniqueAddress observer, UniqueAddress subject) =>
        Change(observer, subject, ReachabilityStatus.Reachable);

    public Reachability Terminated(UniqueAddress observer, UniqueAddress subject) =>
        Change(observer, subject, ReachabilityStatus.Terminated);

    /// <summary>Takes each observer's row from the table that knows it better, for observers and subjects that are allowed.</summary>
    public Reachability Merge(IImmutableSet<UniqueAddress> allowed, Reachability other)
    {
        var records = ImmutableList.CreateBuilder<Record>();
        var versions = ImmutableDictionary.CreateBuilder<UniqueAddress, long>();
        foreach (var observer in allowed)
        {
            var newer = VersionOf(observer) > other.VersionOf(observer) ? this : other;
            if (newer.Versions.TryGetValue(observer, out var version))
                versions.Add(observer, version);
            records.AddRange(newer.RecordsFrom(observer).Where(r => allowed.Contains(r.Subject)));
        }
        return new Reachability(records.ToImmutable(), versions.ToImmutable());
    }

    public Reachability Remove(IEnumerable<UniqueAddress> nodes)
    {
        var removed = nodes.ToImmutableHashSet();
        return new Reachability(
            Records.RemoveAll(r => removed.Contains(r.Observer) || removed.Contains(r.Subject)), Versions.RemoveRange(removed));
    }

    public Reachability RemoveObservers(ImmutableHashSet<UniqueAddress> nodes) => nodes.IsEmpty
        ? this
        : new Reachability(Records.RemoveAll(r => nodes.Contains(r.Observer)), Versions.RemoveRange(nodes));

    public Reachability FilterRecords(Predicate<Record> f) => new(Records.FindAll(f), Versions);

    /// <summary>What one observer says.</summary>
    public ReachabilityStatus Status(UniqueAddress observer, UniqueAddress subject) =>
        _rows.TryGetValue(observer, out var row) && row.TryGetValue(subject, out var record)
            ? record.Status
            : ReachabilityStatus.Reachable;

    /// <summary>The worst that any observer says.</summary>
    public ReachabilityStatus Status(UniqueAddress node) => AllTerminated.Contains(node)
        ? ReachabilityStatus.Terminated
        : AllUnreachable.Contains(node) ? ReachabilityStatus.Unreachable : ReachabilityStatus.Reachable;

    public bool IsReachable(UniqueAddress node) => !AllUnreachableOrTerminated.Contains(node);

    public bool IsReachable(UniqueAddress observer, UniqueAddress subject) => Status(observer, subject) == ReachabilityStatus.Reachable;

    public ImmutableHashSet<UniqueAddress> AllUnreachableFrom(UniqueAddress observer) =>
        [.. RecordsFrom(observer).Where(r => r.Status == ReachabilityStatus.Unreachable).Select(r => r.Subject)];

    public ImmutableList<Record> RecordsFrom(UniqueAddress observer) =>
        _rows.TryGetValue(observer, out var row) ? [.. row.Values] : [];

    public override bool Equals(object obj) => obj is Reachability other
        && Versions.Count == other.Versions.Count && Versions.All(v => other.Versions.TryGetValue(v.Key, out var version) && version == v.Value)
        && Records.Count == other.Records.Count && Records.ToHashSet().SetEquals(other.Records);

    public override int GetHashCode() => Versions.Aggregate(Records.Count, (hash, v) => hash ^ HashCode.Combine(v.Key, v.Value));

    public override string ToString() =>
        $"Reachability({string.Join(", ", Records.Select(r => $"[{r.Observer.Address} -> {r.Subject.Address}: {r.Status} [{Status(r.Subject)}] ({r.Version})]"))})";

    private long VersionOf(UniqueAddress observer) => Versions.GetValueOrDefault(observer);

    private Reachability Change(UniqueAddress observer, UniqueAddress subject, ReachabilityStatus status)
    {
        var before = Status(observer, subject);
        var row = _rows.GetValueOrDefault(observer);
        if (before == status || before == ReachabilityStatus.Terminated)
            return this;

        var version = VersionOf(observer) + 1;
        var versions = Versions.SetItem(observer, version);
        var change = new Record(observer, subject, status, version);
        if (row is null)
            return new Reachability(Records.Add(change), versions);
        var allReachable = status == ReachabilityStatus.Reachable
            && row.Values.All(r => r.Subject == subject || r.Status == ReachabilityStatus.Reachable);
        if (allReachable)
            return new Reachability(Records.RemoveAll(r => r.Observer == observer), versions);
        return row.TryGetValue(subject, out var old)
            ? new Reachability(Records.Replace(old, change), versions)
            : new Reachability(Records.Add(change), versions);
    }

    private ImmutableHashSet<UniqueAddress> Subjects(ReachabilityStatus status) =>
        [.. Records.Where(r => r.Status == status).Select(r => r.Subject)];

    /// <summary>What one observer said of one subject, and when by the observer's own count.</summary>
    internal sealed record Record(UniqueAddress Observer, UniqueAddress Subject, ReachabilityStatus Status, long Version);
}
