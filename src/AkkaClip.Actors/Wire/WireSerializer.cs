using System.Collections.Frozen;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using Akka.Serialization;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;

namespace AkkaClip.Actors.Wire;

/// <summary>Every <see cref="IWireMessage"/>, and every event of the journal, as JSON, under a manifest that is the type's name with those of the types around it.</summary>
/// <remarks>
/// What a manifest or a field does not name is refused: a node of another version is told so, and none of its messages is
/// half understood. Members that are computed from others do not travel.
/// </remarks>
public sealed class WireSerializer : SerializerWithStringManifest
{
    private static readonly FrozenDictionary<string, Type> Types = typeof(IWireMessage).Assembly.GetTypes()
        .Where(type => typeof(IWireMessage).IsAssignableFrom(type) && type is { IsInterface: false, IsAbstract: false })
        .Select(Root)
        .Distinct()
        .ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    private readonly JsonSerializerOptions _options;

    public WireSerializer(ExtendedActorSystem system)
        : base(system) => _options = new JsonSerializerOptions
        {
            IncludeFields = true, // ranges are tuples
            IgnoreReadOnlyProperties = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a loss may be anything
            Converters = { new JsonStringEnumConverter(), new ActorRefConverter(system), new GenerationConverter() },
        };

    /// <summary>Manifests of everything that may travel.</summary>
    public static IEnumerable<string> Manifests => Types.Keys;

    public override int Identifier => 2_212_071;

    public override string Manifest(object o) => NameOf(Root(o.GetType()));

    /// <exception cref="SerializationException">It cannot be written. Any other exception would cost the connection.</exception>
    public override byte[] ToBinary(object obj)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(obj, Root(obj.GetType()), _options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new SerializationException($"A message {Manifest(obj)} cannot be written: {e.Message}", e);
        }
    }

    /// <exception cref="SerializationException">The manifest or the content is not of this version.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!Types.TryGetValue(manifest, out var type))
            throw new SerializationException($"There is no message {manifest}: the sender runs another version of AkkaClip.");
        try
        {
            return JsonSerializer.Deserialize(bytes, type, _options)
                ?? throw new SerializationException($"A message {manifest} is empty.");
        }
        catch (JsonException e)
        {
            throw new SerializationException($"A message {manifest} is not of this version: {e.Message}", e);
        }
    }

    /// <summary>Events are families, told apart by a field, as in their files.</summary>
    private static Type Root(Type type) =>
        typeof(RunEvent).IsAssignableFrom(type) ? typeof(RunEvent)
        : typeof(RegistryEvent).IsAssignableFrom(type) ? typeof(RegistryEvent)
        : type;

    private static string NameOf(Type type) => type.DeclaringType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.Name;
}
