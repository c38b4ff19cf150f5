using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace AkkaClip.Data.Samples;

/// <summary>What stands beside an image, read from its text and JSON files: captions and fields.</summary>
internal sealed class SampleMetadata
{
    /// <summary>A text or JSON file of more than this is no caption: it is not even read.</summary>
    public const int MaxBytes = 16 << 20;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, ImmutableArray<string>> _values = [];

    public Dictionary<string, string> Fields { get; } = [];

    /// <summary>The text file's content; null: there is none.</summary>
    public string? Text { get; private set; }

    /// <summary>The first thing that was wrong.</summary>
    public SampleProblem? Problem { get; private set; }

    public void Add(string field, string value)
    {
        Fields[field] = value;
        _values[field] = [value];
    }

    public void AddText(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            Text = s_strictUtf8.GetString(WithoutMark(bytes)).Trim();
        }
        catch (DecoderFallbackException)
        {
            Fail($"{name} is not UTF-8");
        }
    }

    /// <summary>Takes an object's strings, numbers and booleans, and its arrays of strings as several values of a field.</summary>
    public void AddJson(ReadOnlyMemory<byte> bytes, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes[(bytes.Length - WithoutMark(bytes.Span).Length)..]);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                Fail($"{name} is no JSON object but {document.RootElement.ValueKind}");
            else
                AddObject(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid UTF-8 or UTF-16.
            Fail($"{name} is no valid JSON: {error.Message}");
        }
    }

    /// <summary>The captions: the values of the given fields in their order, or the text file's content where none are given.</summary>
    public ImmutableArray<string> Captions(ImmutableArray<string> captionFields)
    {
        if (captionFields.IsDefaultOrEmpty)
            return string.IsNullOrWhiteSpace(Text) ? [] : [Text];
        return
        [
            .. captionFields
                .SelectMany(field => _values.GetValueOrDefault(field, []))
                .Where(caption => !string.IsNullOrWhiteSpace(caption)),
        ];
    }

    private void AddObject(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            var value = property.Value;
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    Add(property.Name, value.GetString()!);
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    Add(property.Name, value.GetRawText());
                    break;
                case JsonValueKind.Array:
                    _values[property.Name] =
                    [
                        .. value.EnumerateArray()
                            .Where(item => item.ValueKind == JsonValueKind.String)
                            .Select(item => item.GetString()!),
                    ];
                    break;
            }
        }
    }

    public void Fail(string message) => Problem ??= new SampleProblem(SampleProblemKind.BadMetadata, message);

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
}
