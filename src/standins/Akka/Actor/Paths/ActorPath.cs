using Akka.Util;

namespace Akka.Actor;

/// <summary>The way from an address's root to an actor, by names. Two paths are equal whatever their uids.</summary>
public abstract partial class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    internal const string ValidActorNameDescription =
        $"Actor paths MUST: not start with `$`, not be empty, and only contain ASCII letters, digits and these special characters: `{ValidSymbols}`";

    private int _hash;

    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        Parent = parentPath;
        Address = parentPath.Address;
        Depth = parentPath.Depth + 1;
        Name = name;
        Uid = uid;
    }

    public string Name { get; }

    public Address Address { get; }

    /// <summary>Tells incarnations of one path apart; 0 where unknown.</summary>
    public long Uid { get; }

    public ActorPath Parent { get; }

    public int Depth { get; }

    public ActorPath Root => ParentOf(0);

    /// <summary>The names from the root down, without the root.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            for (var path = this; path.Depth > 0; path = path.Parent)
                names[path.Depth - 1] = path.Name;
            return names;
        }
    }

    public static bool operator ==(ActorPath left, ActorPath right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ActorPath left, ActorPath right) => !(left == right);

    public static ActorPath operator /(ActorPath path, string name)
    {
        var hash = name.IndexOf('#');
        return hash < 0
            ? new ChildActorPath(path, name, ActorCell.UndefinedUid)
            : new ChildActorPath(path, name[..hash], long.Parse(name.AsSpan(hash + 1)));
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(n => !string.IsNullOrEmpty(n)).Aggregate(path, (parent, n) => parent / n);

    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(s[i]) || ValidSymbols.Contains(s[i]))
                continue;
            if (s[i] != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                return false;
            i += 2;
        }
        return true;
    }

    public static string FormatPathElements(IEnumerable<string> pathElements) => string.Join("/", pathElements);

    public ActorPath Child(string childName) => this / childName;

    public ActorPath WithUid(long uid)
    {
        if (Depth > 0)
            return uid == Uid ? this : new ChildActorPath(Parent, Name, uid);
        return uid == ActorCell.UndefinedUid ? this : throw new NotSupportedException("RootActorPath must have undefined Uid");
    }

    /// <summary>The ancestor at a depth from the root, or, for a negative depth, so many levels up.</summary>
    public ActorPath ParentOf(int depth)
    {
        var wanted = depth >= 0 ? depth : Math.Max(0, Depth + depth);
        var path = this;
        while (path.Depth > wanted)
            path = path.Parent;
        return path;
    }

    public bool Equals(ActorPath other)
    {
        if (other is null || Depth != other.Depth || !Address.Equals(other.Address))
            return false;
        ActorPath a = this, b = other;
        while (!ReferenceEquals(a, b))
        {
            if (a.Name != b.Name)
                return false;
            if (a.Depth == 0)
                return true;
            a = a.Parent;
            b = b.Parent;
        }
        return true;
    }

    public override bool Equals(object obj) => Equals(obj as ActorPath);

    public override int GetHashCode()
    {
        if (_hash == 0)
            _hash = Parent is null ? HashCode.Combine(Address, Name) : HashCode.Combine(Parent.GetHashCode(), Name);
        return _hash;
    }

    public int CompareTo(ActorPath other)
    {
        if (other is null)
            return 1;
        ActorPath a = this, b = other;
        while (!ReferenceEquals(a, b))
        {
            if (a.Depth == 0 || b.Depth == 0)
                return a.Depth == b.Depth ? string.CompareOrdinal(a.ToString(), b.ToString()) : a.Depth == 0 ? 1 : -1;
            var order = string.CompareOrdinal(a.Name, b.Name);
            if (order != 0)
                return order;
            a = a.Parent;
            b = b.Parent;
        }
        return 0;
    }

    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    /// <summary>The travelling form of a path.</summary>
    public sealed class Surrogate : ISurrogate
    {
        public Surrogate(string path) => Path = path;

        public string Path { get; }

        public ISurrogated FromSurrogate(ActorSystem system) => TryParse(Path, out var path) ? path : null;
    }
}
