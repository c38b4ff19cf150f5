using System.Security.Cryptography;
using System.Text;

namespace Akka.Cluster;

/// <summary>
/// Counts each node's changes, so that two states can be compared: one comes from the other, or they are concurrent
/// (Fidge 1988, Mattern 1989).
/// </summary>
public sealed class VectorClock
{
    private VectorClock(ImmutableSortedDictionary<Node, long> versions) => Versions = versions;

    /// <summary>How two clocks relate.</summary>
    public enum Ordering
    {
        After,
        Before,
        Same,
        Concurrent,
        FullOrder,
    }

    public ImmutableSortedDictionary<Node, long> Versions { get; }

    public static VectorClock Create() => Create(ImmutableSortedDictionary<Node, long>.Empty);

    public static VectorClock Create(ImmutableSortedDictionary<Node, long> seedValues) => new(seedValues);

    public static bool operator >(VectorClock left, VectorClock right) => left.IsAfter(right);

    public static bool operator <(VectorClock left, VectorClock right) => left.IsBefore(right);

    public static bool operator ==(VectorClock left, VectorClock right) =>
        left is null ? right is null : right is not null && left.IsSameAs(right);

    /// <summary>Whether they are concurrent, as in the genuine package: not the opposite of <c>==</c>.</summary>
    public static bool operator !=(VectorClock left, VectorClock right) =>
        left is null ? right is not null : right is null || left.IsConcurrentWith(right);

    public VectorClock Increment(Node node) => new(Versions.SetItem(node, Versions.GetValueOrDefault(node) + 1));

    public bool IsConcurrentWith(VectorClock that) => CompareTo(that) == Ordering.Concurrent;

    public bool IsBefore(VectorClock that) => CompareTo(that) == Ordering.Before;

    public bool IsAfter(VectorClock that) => CompareTo(that) == Ordering.After;

    public bool IsSameAs(VectorClock that) => CompareTo(that) == Ordering.Same;

    /// <summary>A node that a clock does not know counts as older than any count of it.</summary>
    public Ordering CompareTo(VectorClock that)
    {
        if (ReferenceEquals(Versions, that.Versions))
            return Ordering.Same;
        var ahead = Exceeds(that);
        var behind = that.Exceeds(this);
        return (ahead, behind) switch
        {
            (true, true) => Ordering.Concurrent,
            (true, false) => Ordering.After,
            (false, true) => Ordering.Before,
            (false, false) => Ordering.Same,
        };
    }

    /// <summary>The earliest clock that is not before either.</summary>
    public VectorClock Merge(VectorClock that)
    {
        var merged = that.Versions.ToBuilder();
        foreach (var (node, count) in Versions)
        {
            if (!merged.TryGetValue(node, out var other) || count > other)
                merged[node] = count;
        }
        return new VectorClock(merged.ToImmutable());
    }

    /// <summary>Without a node that is a member no more.</summary>
    public VectorClock Prune(Node removedNode) => Versions.ContainsKey(removedNode) ? new VectorClock(Versions.Remove(removedNode)) : this;

    public override bool Equals(object obj) => obj is VectorClock other && IsSameAs(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (node, count) in Versions)
        {
            hash.Add(node);
            hash.Add(count);
        }
        return hash.ToHashCode();
    }

    public override string ToString() => $"VectorClock({string.Join(", ", Versions.Select(v => $"{v.Key}->{v.Value}"))})";

    private bool Exceeds(VectorClock that) =>
        Versions.Any(v => !that.Versions.TryGetValue(v.Key, out var other) || v.Value > other);

    /// <summary>A node, by the hash of its name: all are of one length.</summary>
    public class Node : IComparable<Node>
    {
        private readonly string _value;

        public Node(string value) => _value = value;

#pragma warning disable CA5351 // The hash shortens a name; it protects nothing.
        public static Node Create(string name) => new(Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(name))));
#pragma warning restore CA5351

        public static Node FromHash(string hash) => new(hash);

        public int CompareTo(Node other) => string.CompareOrdinal(_value, other?._value);

        public override bool Equals(object obj) => obj is Node other && _value == other._value;

        public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => _value;
    }
}
