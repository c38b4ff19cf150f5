using System.Text.Json;

namespace AkkaClip.Model.Configs;

/// <summary>
/// One object of a model JSON while it is read: takes fields with a type, a default and a range, notes what is wrong with
/// their JSON paths, and at the end reports fields that nobody took.
/// </summary>
internal sealed class JsonSection
{
    private readonly Dictionary<string, JsonElement> _fields = [];
    private readonly HashSet<string> _taken = [];
    private readonly List<string> _errors;

    public JsonSection(JsonElement json, string path, List<string> errors)
    {
        Path = path;
        _errors = errors;
        if (json.ValueKind != JsonValueKind.Object)
        {
            _errors.Add($"{path}: an object was expected, not {Describe(json)}");
            return;
        }

        foreach (var property in json.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
                _errors.Add($"{path}.{property.Name}: given twice");
        }
    }

    public string Path { get; }

    /// <summary>Takes a field; absent and null are the same, as in OpenCLIP.</summary>
    public bool TryTake(string name, out JsonElement value)
    {
        _taken.Add(name);
        return _fields.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    public JsonSection Section(string name)
    {
        if (TryTake(name, out var value))
            return new JsonSection(value, $"{Path}.{name}", _errors);
        Error(name, "missing");
        using var empty = JsonDocument.Parse("{}");
        return new JsonSection(empty.RootElement.Clone(), $"{Path}.{name}", _errors);
    }

    /// <param name="fallback">Null: the field must be there.</param>
    public int Integer(string name, int? fallback, int min = 1, int max = 1 << 24)
    {
        if (!TryTake(name, out var value))
            return Absent(name, fallback, min);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max)
            return number;
        Error(name, $"an integer from {min} to {max} was expected, not {Describe(value)}");
        return min;
    }

    public double? Number(string name, double min, double max)
    {
        if (!TryTake(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max)
            return number;
        Error(name, FormattableString.Invariant($"a number from {min} to {max} was expected, not {Describe(value)}"));
        return null;
    }

    public bool Flag(string name)
    {
        if (!TryTake(name, out var value))
            return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Error(name, $"true or false was expected, not {Describe(value)}");
        return false;
    }

    /// <summary>Takes one of a few words; the first is the default.</summary>
    public T Choice<T>(string name, params (string Word, T Value)[] choices)
    {
        if (!TryTake(name, out var value))
            return choices[0].Value;
        foreach (var (word, choice) in choices)
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(word))
                return choice;
        }

        Error(name, $"one of {string.Join(", ", choices.Select(choice => choice.Word))} was expected, not {Describe(value)}");
        return choices[0].Value;
    }

    /// <summary>Takes an OpenCLIP field of a feature that is not built; only its default is accepted.</summary>
    public void Only(string name, string defaultJson, string feature)
    {
        if (TryTake(name, out var value) && value.GetRawText() != defaultJson)
            Error(name, $"{feature} is not supported; leave the field out, or choose another model");
    }

    public void Error(string name, string problem) => _errors.Add($"{Path}.{name}: {problem}");

    /// <summary>Reports the fields that nobody took.</summary>
    public void Finish()
    {
        foreach (var name in _fields.Keys.Where(name => !_taken.Contains(name)))
            Error(name, $"unknown field; known here: {string.Join(", ", _taken.Order(StringComparer.Ordinal))}");
    }

    private int Absent(string name, int? fallback, int placeholder)
    {
        if (fallback is null)
            Error(name, "missing");
        return fallback ?? placeholder;
    }

    private static string Describe(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : $"{text.AsSpan(0, 40)}...";
    }
}
