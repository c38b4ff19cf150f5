#nullable disable // As in the genuine package, whose signatures carry no nullability.

using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Keys with their values, in the order of first appearance.</summary>
public class HoconObject : IHoconElement
{
    public Dictionary<string, HoconValue> Items { get; private set; } = [];

    /// <summary>The same as nested dictionaries; what is not an object stays a <see cref="HoconValue"/>.</summary>
    public IDictionary<string, object> Unwrapped =>
        Items.ToDictionary(item => item.Key, item => item.Value.GetObject() is { } nested ? nested.Unwrapped : (object)item.Value);

    public bool IsString() => false;

    public string GetString() => throw new NotImplementedException("An object is not a string.");

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new NotImplementedException("An object is not an array.");

    /// <summary>The value of a key; null where there is none.</summary>
    public HoconValue GetKey(string key) => Items.GetValueOrDefault(key);

    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value))
            Items.Add(key, value = new HoconValue());
        return value;
    }

    /// <summary>Takes over the other object's keys. Its values win, except that two objects are merged key by key.</summary>
    public void Merge(HoconObject other)
    {
        foreach (var (key, theirs) in other.Items.ToArray())
            Items[key] = Items.TryGetValue(key, out var ours) ? Combine(ours, theirs) : theirs;
    }

    /// <summary>As <see cref="Merge"/>, into a new object.</summary>
    internal HoconObject MergeImmutable(HoconObject other)
    {
        var merged = new HoconObject { Items = new Dictionary<string, HoconValue>(Items) };
        foreach (var (key, theirs) in other.Items)
            merged.Items[key] = merged.Items.TryGetValue(key, out var ours) ? Combine(ours, theirs) : new HoconValue(theirs.Values);
        return merged;
    }

    public override string ToString() => ToString(0);

    public string ToString(int indent)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in Items)
            text.Append(' ', indent * 2).Append(HoconQuoting.QuoteIfNeeded(key)).Append(" : ").Append(value.ToString(indent)).Append("\r\n");
        return text.ToString();
    }

    private static HoconValue Combine(HoconValue ours, HoconValue theirs)
    {
        if (!ours.IsObject() || !theirs.IsObject())
            return theirs;
        var combined = new HoconValue();
        combined.AppendValue(ours.GetObject().MergeImmutable(theirs.GetObject()));
        return combined;
    }
}
