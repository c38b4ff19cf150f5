using System.Collections.Immutable;
using System.Globalization;
using Akka.Configuration.Hocon;
using AkkaClip.Data.Shards;

namespace AkkaClip.App.Configuration;

/// <summary>
/// A section of a layered configuration, read key by key. What cannot be read is noted, with its path and the layer that
/// said it, and the value of the last layer, the reference, goes on in its place, so that all errors come to light.
/// </summary>
/// <param name="layers">Nearest first.</param>
/// <param name="errors">Takes what is wrong.</param>
/// <param name="paths">Where the section is; where a key is missing, the next path is asked.</param>
internal sealed class ConfigSection(ImmutableArray<ConfigLayer> layers, ConfigErrors errors, params ImmutableArray<string> paths)
{
    private const string Off = "off";

    /// <summary>The section below this one, in every place of it, and behind those in the given ones.</summary>
    public ConfigSection At(string key, params IEnumerable<string> elsewhere) =>
        new(layers, errors, [.. paths.Select(path => HoconString.Join(path, key)), .. elsewhere]);

    /// <summary>Keys of this section, in its first place, over all layers, in the order of first appearance.</summary>
    public IEnumerable<string> Keys => layers.Reverse()
        .Select(layer => layer.Config.GetValue(paths[0])?.GetObject())
        .SelectMany(section => section?.Items.Keys ?? Enumerable.Empty<string>())
        .Distinct();

    public string Text(string key) => Find(key) is { } found ? Text(found) ?? "" : Missing(key);

    /// <summary>Null for off.</summary>
    public string? OptionalText(string key) => Text(key) is var text && text == Off ? null : text;

    /// <summary>A path, made absolute by the layer that said it.</summary>
    public string Path(string key) => Find(key) is { } found && Text(found) is { Length: > 0 } path ? Absolute(path, found.Layer) : "";

    public string? OptionalPath(string key) => OptionalText(key) is null ? null : Path(key);

    public ImmutableArray<string> Paths(string key) => Find(key) is { } found ? [.. Texts(found).Select(path => Absolute(path, found.Layer))] : [];

    public ImmutableArray<string> Texts(string key) => Find(key) is { } found ? Texts(found) : [];

    public bool Flag(string key) => Read(key, "on or off", text => text switch
    {
        "on" or "true" => true,
        Off or "false" => false,
        _ => (bool?)null,
    });

    public int Integer(string key) => Read(key, "a whole number", ParseInteger);

    public long Long(string key) => Read(key, "a whole number", text =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (long?)null);

    public double Number(string key) => Read(key, "a number", ParseNumber);

    public int? OptionalInteger(string key) => OptionalText(key) is null ? null : Read(key, "a whole number, or off", ParseInteger);

    public double? OptionalNumber(string key) => OptionalText(key) is null ? null : Read(key, "a number, or off", ParseNumber);

    public TimeSpan Duration(string key) => Read(key, "a time, such as 500 ms, 2 s or 1 m", ParseDuration);

    public ImmutableArray<double> Numbers(string key)
    {
        if (Find(key) is not { } found)
            return [];
        var numbers = Texts(found).Select(ParseNumber).ToArray();
        if (numbers.Contains(null))
            Add(found, "a list of numbers");
        return [.. numbers.Select(number => number ?? 0)];
    }

    /// <summary>A flag; where the value is another word, null: that word's meaning is elsewhere.</summary>
    public bool? FlagOr(string word, string key) => Find(key) is { } found && Scalar(found) == word ? null : Flag(key);

    /// <inheritdoc cref="FlagOr"/>
    public (double Min, double Max)? RangeOr(string word, string key) => Find(key) is { } found && Scalar(found) == word ? null : Range(key);

    public (double Min, double Max) Range(string key)
    {
        if (Find(key) is not { } found)
            return default;
        if (Texts(found).Select(ParseNumber).ToArray() is [{ } min, { } max])
            return (min, max);
        Add(found, "[min, max]");
        return (1, 1);
    }

    public T Choice<T>(string key)
        where T : struct, Enum
    {
        var names = EnumNames.Of<T>();
        return Read(key, $"one of {string.Join(", ", names.Select(choice => choice.Name))}", text =>
            names.Where(choice => choice.Name == text).Select(choice => (T?)choice.Value).FirstOrDefault());
    }

    private T Read<T>(string key, string what, Func<string, T?> parse)
        where T : struct
    {
        if (Find(key, layers) is not { } found)
        {
            Missing(key);
            return default;
        }
        if (Scalar(found) is { } text && parse(text) is { } value)
            return value;
        Add(found, what);
        return Find(key, layers[^1..]) is { } reference && Scalar(reference) is { } usual ? parse(usual) ?? default : default;
    }

    private sealed record Found(string Path, ConfigLayer Layer, HoconValue Value);

    private Found? Find(string key)
    {
        var found = Find(key, layers);
        if (found is null)
            Missing(key);
        return found;
    }

    private Found? Find(string key, ImmutableArray<ConfigLayer> among)
    {
        foreach (var path in paths.Select(path => HoconString.Join(path, key)))
        {
            foreach (var layer in among)
            {
                if (layer.Config.GetValue(path) is { } value)
                    return new Found(path, layer, value);
            }
        }
        return null;
    }

    private string Missing(string key)
    {
        var path = HoconString.Join(paths[0], key);
        errors.Add(layers[0].Name, path, $"{path} is not given, and has no default");
        return "";
    }

    private string? Text(Found found)
    {
        var text = Scalar(found);
        if (text is null)
            Add(found, "a text");
        return text;
    }

    private static string? Scalar(Found found) => found.Value.IsString() ? found.Value.GetString() : null;

    private ImmutableArray<string> Texts(Found found)
    {
        var isList = found.Value.Values.Any(piece => piece.IsArray());
        if (found.Value.IsObject() || (!isList && Scalar(found) is null))
        {
            Add(found, "a list");
            return [];
        }
        if (found.Value.IsString())
            return [found.Value.GetString()];

        // An item without pieces is what the parser makes of the blank in "[ ]".
        var items = found.Value.GetArray().Where(item => item.Values.Count > 0).Select(item => item.GetString()).ToArray();
        if (items.Contains(null))
            Add(found, "a list of texts or numbers");
        return [.. items.OfType<string>()];
    }

    private void Add(Found found, string what) =>
        errors.Add(found.Layer.Name, found.Path, $"{found.Path} = {Shown(found.Value)}: must be {what}");

    private static string Shown(HoconValue value) => value.IsObject() ? "{...}" : value.IsString() && value.GetString() is null ? "null" : value.ToString();

    private static string Absolute(string path, ConfigLayer layer) => ShardLocation.IsRemote(path) ? path : System.IO.Path.GetFullPath(path, layer.Folder);

    private static int? ParseInteger(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan? ParseDuration(string text)
    {
        var unit = text.Length;
        while (unit > 0 && char.IsAsciiLetterLower(text[unit - 1]))
            unit--;
        double? milliseconds = text[unit..] switch
        {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => null,
        };
        return ParseNumber(text[..unit].Trim()) * milliseconds is >= 0 and < 1e12 and var time ? TimeSpan.FromMilliseconds(time) : null;
    }

    private static double? ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
