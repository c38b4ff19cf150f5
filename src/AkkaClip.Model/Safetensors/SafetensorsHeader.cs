using System.Collections.Immutable;
using System.Text.Json;

namespace AkkaClip.Model.Safetensors;

/// <summary>
/// The header of a safetensors file: 8 bytes of length, then JSON. Accepted only if the tensors fill the data exactly,
/// without gap or overlap, so that what a reader sees is what a writer meant.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own bound.</summary>
    public const int MaxBytes = 100_000_000;

    private const string MetadataName = "__metadata__";

    private readonly string _path;

    private SafetensorsHeader(string path) => _path = path;

    /// <summary>In the order of their data.</summary>
    public ImmutableArray<SafetensorsEntry> Entries { get; private set; } = [];

    public ImmutableDictionary<string, string> Metadata { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <param name="json">The header without its length.</param>
    /// <param name="dataBytes">Bytes of the file behind the header.</param>
    /// <exception cref="SafetensorsException">The header is not one, or does not fit the data.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataBytes)
    {
        var header = new SafetensorsHeader(path);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            header.Read(document.RootElement, dataBytes);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not UTF-8.
            throw header.Error($"the header is not JSON ({exception.Message}); the file is damaged or no safetensors file", exception);
        }

        return header;
    }

    private void Read(JsonElement root, long dataBytes)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Error("the header is no JSON object");
        var names = new HashSet<string>();
        var entries = new List<SafetensorsEntry>();
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw Error($"tensor '{property.Name}' occurs twice");
            if (property.Name == MetadataName)
                Metadata = ReadMetadata(property.Value);
            else
                entries.Add(ReadEntry(property.Name, property.Value, dataBytes));
        }

        Entries = [.. entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End)];
        CheckCoverage(dataBytes);
    }

    private ImmutableDictionary<string, string> ReadMetadata(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Error($"{MetadataName} is no JSON object");
        var metadata = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw Error($"{MetadataName}.{property.Name} is no string");
            metadata[property.Name] = property.Value.GetString()!;
        }

        return metadata.ToImmutable();
    }

    private SafetensorsEntry ReadEntry(string name, JsonElement json, long dataBytes)
    {
        CheckName(name);
        if (json.ValueKind != JsonValueKind.Object)
            throw Error($"tensor '{name}' is no JSON object");
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name is not ("dtype" or "shape" or "data_offsets"))
                throw Error($"tensor '{name}' has an unknown field '{property.Name}'");
        }

        var dtype = ReadDtype(name, json);
        var shape = ReadNumbers(name, json, "shape");
        var offsets = ReadNumbers(name, json, "data_offsets");
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw Error($"tensor '{name}' has data_offsets [{string.Join(", ", offsets)}]; [start, end] was expected");
        if (offsets[1] > dataBytes)
            throw Error($"tensor '{name}' ends at byte {offsets[1]} of {dataBytes}: the file is truncated");
        var (needed, stored) = (NeededBytes(name, shape, dtype), offsets[1] - offsets[0]);
        if (needed != stored)
            throw Error($"tensor '{name}' of {dtype} [{string.Join(", ", shape)}] needs {needed} bytes and has {stored}");
        return new SafetensorsEntry(name, dtype, shape, offsets[0], stored);
    }

    private void CheckName(string name)
    {
        if (name.Length == 0 || name.Any(char.IsControl))
            throw Error($"a tensor is named '{new string([.. name.Select(c => char.IsControl(c) ? '?' : c)])}', which is no name");
    }

    private TensorDtype ReadDtype(string name, JsonElement json)
    {
        if (!json.TryGetProperty("dtype", out var value) || value.ValueKind != JsonValueKind.String)
            throw Error($"tensor '{name}' has no dtype");
        var text = value.GetString();
        foreach (var dtype in Enum.GetValues<TensorDtype>())
        {
            if (dtype.ToString() == text)
                return dtype;
        }

        throw Error($"tensor '{name}' has the dtype {text}; known are {string.Join(", ", Enum.GetNames<TensorDtype>())}");
    }

    private ImmutableArray<long> ReadNumbers(string name, JsonElement json, string field)
    {
        if (!json.TryGetProperty(field, out var value) || value.ValueKind != JsonValueKind.Array)
            throw Error($"tensor '{name}' has no {field}");
        var numbers = ImmutableArray.CreateBuilder<long>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out var number) || number < 0)
                throw Error($"tensor '{name}' has {field} {value.GetRawText()}; whole numbers from 0 were expected");
            numbers.Add(number);
        }

        return numbers.MoveToImmutable();
    }

    private long NeededBytes(string name, ImmutableArray<long> shape, TensorDtype dtype)
    {
        try
        {
            return shape.Aggregate((long)dtype.NumBytes(), (product, extent) => checked(product * extent));
        }
        catch (OverflowException exception)
        {
            throw Error($"tensor '{name}' has the shape [{string.Join(", ", shape)}], which is beyond any memory", exception);
        }
    }

    private void CheckCoverage(long dataBytes)
    {
        var end = 0L;
        var previous = "the header";
        foreach (var entry in Entries)
        {
            if (entry.Start < end)
                throw Error($"tensor '{entry.Name}' overlaps '{previous}'");
            if (entry.Start > end)
                throw Error($"{entry.Start - end} bytes between {previous} and tensor '{entry.Name}' belong to nothing");
            (end, previous) = (entry.End, entry.Name);
        }

        if (end != dataBytes)
            throw Error($"{dataBytes - end} bytes behind {previous} belong to no tensor");
    }

    private SafetensorsException Error(string problem) => new(_path, problem);

    private SafetensorsException Error(string problem, Exception inner) => new(_path, problem, inner);
}
