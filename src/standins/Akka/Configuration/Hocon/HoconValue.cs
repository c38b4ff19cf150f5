#nullable disable // As in the genuine package, whose signatures carry no nullability.

using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>
/// The value of a key: pieces in the order written. Text pieces concatenate to a string, arrays to one array;
/// an object is the first piece alone.
/// </summary>
public class HoconValue : IMightBeAHoconObject
{
    public HoconValue()
        : this([])
    {
    }

    public HoconValue(List<IHoconElement> values) => Values = values;

    public List<IHoconElement> Values { get; private set; }

    /// <summary>No pieces, or an object without keys.</summary>
    public bool IsEmpty => Values.Count == 0 || Values[0] is HoconObject { Items.Count: 0 };

    public Config ToConfig() => new(new HoconRoot(this));

    /// <summary>A configuration that holds this value under a key.</summary>
    public Config AtKey(string key)
    {
        var holder = new HoconObject();
        holder.Items[key] = this;
        return new HoconValue([holder]).ToConfig();
    }

    public bool IsObject() => GetObject() != null;

    /// <summary>The first piece where that is an object, by substitution or itself; otherwise null.</summary>
    public HoconObject GetObject() => Values.FirstOrDefault() switch
    {
        HoconObject direct => direct,
        IMightBeAHoconObject indirect when indirect.IsObject() => indirect.GetObject(),
        _ => null,
    };

    public HoconValue GetChildObject(string key) => GetObject()?.GetKey(key);

    public void AppendValue(IHoconElement value) => Values.Add(value);

    public void Clear() => Values.Clear();

    public void NewValue(IHoconElement value)
    {
        Values.Clear();
        Values.Add(value);
    }

    public bool IsString() => Values.Count > 0 && Values.All(piece => piece.IsString());

    /// <summary>The concatenated text, trimmed; null for <c>null</c> (quoted or not) and for what is not text.</summary>
    public string GetString()
    {
        if (!IsString())
            return null;
        var text = string.Concat(Values.Select(piece => piece.GetString())).Trim();
        return text == "null" ? null : text;
    }

    public bool IsArray() => GetArray().Count != 0;

    public IList<HoconValue> GetArray() => Values.Where(piece => piece.IsArray()).SelectMany(piece => piece.GetArray()).ToList();

    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"'{other}' is neither on, true, off nor false."),
    };

    public byte GetByte() => byte.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public int GetInt() => int.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public long GetLong() => long.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public float GetFloat() => float.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public double GetDouble() => double.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public decimal GetDecimal() => decimal.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconUnits.ParseTimeSpan(GetString(), allowInfinite);

    public long? GetByteSize() => HoconUnits.ParseByteSize(GetString());

    public IList<bool> GetBooleanList() => ListOf(item => item.GetBoolean());

    public IList<byte> GetByteList() => ListOf(item => item.GetByte());

    public IList<int> GetIntList() => ListOf(item => item.GetInt());

    public IList<long> GetLongList() => ListOf(item => item.GetLong());

    public IList<float> GetFloatList() => ListOf(item => item.GetFloat());

    public IList<double> GetDoubleList() => ListOf(item => item.GetDouble());

    public IList<decimal> GetDecimalList() => ListOf(item => item.GetDecimal());

    public IList<string> GetStringList() => ListOf(item => item.GetString());

    public override string ToString() => ToString(0);

    public virtual string ToString(int indent)
    {
        if (IsString())
            return HoconQuoting.QuoteIfNeeded(GetString());
        if (GetObject() is { } nested)
            return indent == 0 ? nested.ToString(1) : $"{{\r\n{nested.ToString(indent + 1)}{new string(' ', indent * 2)}}}";
        return IsArray() ? $"[{string.Join(",", GetArray().Select(item => item.ToString(indent + 1)))}]" : "<<unknown value>>";
    }

    private List<T> ListOf<T>(Func<HoconValue, T> read) => GetArray().Select(read).ToList();
}
