using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Wire;

/// <summary>A generation, made anew by its own rules where it arrives.</summary>
internal sealed class GenerationConverter : JsonConverter<Generation>
{
    public override Generation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = JsonSerializer.Deserialize<Parts>(ref reader, options) ?? throw new JsonException("A generation is missing.");
        try
        {
            return Generation.Of(parts.Run, parts.Number, parts.FirstStep, parts.Members);
        }
        catch (ArgumentException e)
        {
            throw new JsonException($"That is no generation: {e.Message}", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Generation value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Parts(value.Run, value.Number, value.FirstStep, value.Members), options);

    private sealed record Parts(RunId Run, int Number, long FirstStep, ImmutableArray<TrainerId> Members);
}
