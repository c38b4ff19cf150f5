using System.Text.Json.Serialization;

namespace AkkaClip.Data.Generation;

/// <summary>The metadata of one picture, as its JSON member and the metadata table hold it.</summary>
internal sealed record GeneratedSample
{
    public required string Key { get; init; }
    public required string Split { get; init; }

    /// <summary>Colour and shape: what zero-shot classification tells apart.</summary>
    public required string Class { get; init; }
    public required string Color { get; init; }
    public required string Shape { get; init; }
    public required string Texture { get; init; }
    public required string Size { get; init; }
    public required int Count { get; init; }
    public required string Background { get; init; }

    /// <summary>Also the text member of the shard.</summary>
    public required string Caption { get; init; }

    /// <summary>Another one, drawn independently.</summary>
    public required string AlternativeCaption { get; init; }

    /// <summary>One that names every attribute, for retrieval.</summary>
    public required string FullCaption { get; init; }

    /// <summary>The columns of the metadata table, in order.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, string Value)> Columns =>
    [
        ("key", Key), ("split", Split), ("class", Class), ("color", Color), ("shape", Shape), ("texture", Texture), ("size", Size),
        ("count", $"{Count}"), ("background", Background), ("caption", Caption), ("alternative_caption", AlternativeCaption),
        ("full_caption", FullCaption),
    ];
}
