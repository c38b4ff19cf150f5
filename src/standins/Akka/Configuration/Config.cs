#nullable disable // As in the genuine package, whose signatures carry no nullability.

using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>
/// Immutable configuration: a tree of values, merged over its fallbacks. Paths are keys joined by dots; a key with a dot
/// of its own is quoted. Getters give the default for a missing path and throw for a value of another type.
/// </summary>
public class Config
{
    /// <summary>A configuration without keys.</summary>
    public static readonly Config Empty = ConfigurationFactory.Empty;

    /// <summary>What this configuration said before fallbacks were merged in.</summary>
    private HoconValue _own;

    public Config()
    {
    }

    public Config(HoconRoot root)
    {
        _own = root.Value ?? throw new ArgumentNullException(nameof(root), "The root value cannot be null.");
        Root = root.Value;
        Substitutions = root.Substitutions;
    }

    public Config(Config source, Config fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        _own = source._own;
        Root = source.Root;
        Fallback = fallback;
    }

    public Config Fallback { get; private set; }

    public virtual HoconValue Root { get; private set; }

    public virtual bool IsEmpty => Root == null || Root.IsEmpty;

    public IEnumerable<HoconSubstitution> Substitutions { get; set; }

    public static Config operator +(Config config, string fallback) => config.WithFallback(ConfigurationFactory.ParseString(fallback));

    public static Config operator +(string configHocon, Config fallbackConfig) => ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    public virtual bool HasPath(string path) => GetNode(path) != null;

    public HoconValue GetValue(string path) => GetNode(path);

    public virtual string GetString(string path, string @default = null) => GetNode(path) is { } value ? value.GetString() : @default;

    public virtual bool GetBoolean(string path, bool @default = false) => GetNode(path)?.GetBoolean() ?? @default;

    public virtual int GetInt(string path, int @default = 0) => GetNode(path)?.GetInt() ?? @default;

    public virtual long GetLong(string path, long @default = 0) => GetNode(path)?.GetLong() ?? @default;

    public virtual float GetFloat(string path, float @default = 0) => GetNode(path)?.GetFloat() ?? @default;

    public virtual double GetDouble(string path, double @default = 0) => GetNode(path)?.GetDouble() ?? @default;

    public virtual decimal GetDecimal(string path, decimal @default = 0) => GetNode(path)?.GetDecimal() ?? @default;

    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetNode(path)?.GetTimeSpan(allowInfinite) ?? @default.GetValueOrDefault();

    public virtual long? GetByteSize(string path) => GetNode(path)?.GetByteSize();

    public virtual long? GetByteSize(string path, long? def = null) => GetNode(path) is { } value ? value.GetByteSize() : def;

    public virtual IList<bool> GetBooleanList(string path) => GetNode(path).GetBooleanList();

    public virtual IList<byte> GetByteList(string path) => GetNode(path).GetByteList();

    public virtual IList<int> GetIntList(string path) => GetNode(path).GetIntList();

    public virtual IList<long> GetLongList(string path) => GetNode(path).GetLongList();

    public virtual IList<float> GetFloatList(string path) => GetNode(path).GetFloatList();

    public virtual IList<double> GetDoubleList(string path) => GetNode(path).GetDoubleList();

    public virtual IList<decimal> GetDecimalList(string path) => GetNode(path).GetDecimalList();

    public virtual IList<string> GetStringList(string path) => GetStringList(path, []);

    public virtual IList<string> GetStringList(string path, string[] defaultPaths) => GetNode(path)?.GetStringList() ?? defaultPaths;

    /// <summary>The section at a path, with the sections of the fallbacks behind it; null where none has it.</summary>
    public virtual Config GetConfig(string path)
    {
        var section = GetNode(path) is { } value ? new Config(new HoconRoot(value)) : null;
        var behind = Fallback?.GetConfig(path);
        return section == null ? behind : behind == null ? section : section.WithFallback(behind);
    }

    /// <summary>This configuration, with the other one's value wherever this one has none.</summary>
    public virtual Config WithFallback(Config fallback)
    {
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        if (fallback == null)
            return this;
        if (IsEmpty)
            return fallback;
        if (Contains(fallback.Root.GetObject().Items, ""))
            return this;

        var merged = Copy(fallback);
        merged.Root = new HoconValue([fallback.Root.GetObject().MergeImmutable(Root.GetObject())]);
        return merged;
    }

    /// <summary>The top-level keys, each once, with the nearest value.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable()
    {
        var seen = new HashSet<string>();
        for (var current = this; current != null; current = current.Fallback)
        {
            foreach (var item in current.Root.GetObject().Items)
            {
                if (seen.Add(item.Key))
                    yield return item;
            }
        }
    }

    public override string ToString() => _own == null ? "" : _own.ToString();

    public string ToString(bool includeFallback) => includeFallback ? Root.ToString() : ToString();

    protected Config Copy(Config fallback = null) => new()
    {
        Fallback = Fallback != null ? Fallback.Copy(fallback) : fallback,
        Root = Root,
        _own = _own,
        Substitutions = Substitutions,
    };

    private HoconValue GetNode(string path)
    {
        var node = Root ?? throw new InvalidOperationException("Current node should not be null");
        foreach (var key in HoconPath.Split(path))
        {
            node = node.GetChildObject(key);
            if (node == null)
                return null;
        }
        return node;
    }

    /// <summary>Whether every value of the other one is here already; then merging would change nothing.</summary>
    private bool Contains(Dictionary<string, HoconValue> other, string path)
    {
        foreach (var (key, value) in other)
        {
            var here = path.Length == 0 ? key : $"{path}.\"{key}\"";
            if (!HasPath(here) || !ContainsValue(value, here))
                return false;
        }
        return true;
    }

    private bool ContainsValue(HoconValue value, string path)
    {
        if (value.GetObject() is { } nested)
            return Contains(nested.Items, path);
        if (!value.IsArray())
            return value.GetString() == GetString(path);
        var mine = GetStringList(path);
        return value.GetArray().All(item => mine.Contains(item.GetString()));
    }
}
