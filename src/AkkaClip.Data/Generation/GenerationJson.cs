using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaClip.Data.Generation;

/// <summary>How manifests and sample metadata are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n")]
[JsonSerializable(typeof(GeneratedSample))]
[JsonSerializable(typeof(GenerationManifest))]
internal sealed partial class GenerationJson : JsonSerializerContext
{
    /// <summary>For files that people read.</summary>
    public static GenerationJson Readable { get; } =
        new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" });
}
