using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// The serializers of an actor system, from <c>akka.actor.serializers</c> and <c>serialization-bindings</c>. An object
/// is serialized by the binding of its type, or of its nearest base type, or of an interface.
/// </summary>
public class Serialization
{
    private readonly ConcurrentDictionary<string, Serializer> _serializersByName = new();
    private readonly ConcurrentDictionary<int, Serializer> _serializersById = new();
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _resolved = new();
    private readonly NullSerializer _nullSerializer;

    [ThreadStatic]
    internal static Information CurrentTransportInformation;

    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _nullSerializer = new NullSerializer(system);
        _serializersById[_nullSerializer.Identifier] = _nullSerializer;
        SerializerBindings.Load(this);
    }

    public ExtendedActorSystem System { get; }

    /// <summary>The manifest that travels with an object.</summary>
    public static string ManifestFor(Serializer s, object msg) => s switch
    {
        SerializerWithStringManifest withManifest => withManifest.Manifest(msg),
        { IncludeManifest: true } => ManifestOf(msg.GetType()),
        _ => string.Empty,
    };

    /// <summary>The path by which an actor can be found again.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (actorRef is null)
            return string.Empty;
        var provider = actorRef is Nobody ? null : (actorRef as IInternalActorRef)?.Provider;
        return provider is null
            ? actorRef.Path.ToSerializationFormat()
            : actorRef.Path.ToSerializationFormatWithAddress(provider.DefaultAddress);
    }

    /// <exception cref="InvalidOperationException">Nothing is being serialized on this thread.</exception>
    public static Information GetCurrentTransportInformation() => CurrentTransportInformation
        ?? throw new InvalidOperationException("CurrentTransportInformation is not set. Use Serialization.WithTransport<T>.");

    /// <summary>Runs a serialization as one for the transport of a system.</summary>
    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) =>
        WithTransport(system, action, static run => run());

    /// <inheritdoc cref="WithTransport{T}(ExtendedActorSystem, Func{T})"/>
    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action)
    {
        var before = CurrentTransportInformation;
        try
        {
            CurrentTransportInformation = system.Provider.SerializationInformation;
            return action(state);
        }
        finally
        {
            CurrentTransportInformation = before;
        }
    }

    public void AddSerializer(string name, Serializer serializer)
    {
        _serializersByName[name] = serializer;
        _serializersById[serializer.Identifier] = serializer;
    }

    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _resolved.Clear();
    }

    public byte[] Serialize(object o) => WithTransport(System, (this, o), static s => s.Item1.FindSerializerFor(s.o).ToBinary(s.o));

    /// <exception cref="SerializationException">No serializer has that identifier.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type type) =>
        SerializerOf(serializerId, type?.ToString()).FromBinary(bytes, type);

    /// <exception cref="SerializationException">No serializer has that identifier, or the manifest names no type.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = SerializerOf(serializerId, manifest);
        if (serializer is SerializerWithStringManifest withManifest)
            return withManifest.FromBinary(bytes, manifest);
        if (string.IsNullOrEmpty(manifest))
            return serializer.FromBinary(bytes, null);
        var type = Type.GetType(manifest) ?? throw new SerializationException(
            $"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}].");
        return serializer.FromBinary(bytes, type);
    }

    public Serializer FindSerializerFor(object obj, string defaultSerializerName = null) =>
        obj is null ? _nullSerializer : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <exception cref="SerializationException">Nothing is bound to the type.</exception>
    public Serializer FindSerializerForType(Type objectType, string defaultSerializerName = null)
    {
        if (_resolved.TryGetValue(objectType, out var known))
            return known;
        var serializer = Resolve(objectType);
        if (serializer is null && defaultSerializerName is not null)
            serializer = _serializersByName.GetValueOrDefault(defaultSerializerName);
        if (serializer is null)
            throw new SerializationException($"Serializer not found for type {objectType.FullName}");
        return _resolved[objectType] = serializer;
    }

    internal static string ManifestOf(Type type) => type is null ? string.Empty : $"{type.FullName}, {type.Assembly.GetName().Name}";

    internal Serializer ByName(string name) => _serializersByName.GetValueOrDefault(name);

    /// <summary>The object after a round trip through its bytes.</summary>
    internal object Copy(object message)
    {
        try
        {
            var serializer = FindSerializerFor(message);
            return Deserialize(serializer.ToBinary(message), serializer.Identifier, ManifestFor(serializer, message));
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw new SerializationException($"Failed to serialize and deserialize payload object [{message.GetType()}].", e);
        }
    }

    /// <summary>Checks that the arguments of a Props survive a round trip.</summary>
    internal void CheckCreator(Props props, ActorPath parent, string name)
    {
        foreach (var argument in props.Arguments)
        {
            if (argument is null or INoSerializationVerificationNeeded)
                continue;
            _ = Copy(argument) ?? throw new ArgumentException($"Pre-creation serialization check failed at [{parent}/{name}]", nameof(name));
        }
    }

    private Serializer SerializerOf(int id, string manifest) => _serializersById.TryGetValue(id, out var serializer)
        ? serializer
        : throw new SerializationException(
            $"Cannot find serializer with id [{id}] (manifest [{manifest}]). The most probable reason is that the configuration entry 'akka.actor.serializers' is not in sync between the two systems.");

    private Serializer Resolve(Type objectType)
    {
        for (var type = objectType; type is not null && type != typeof(object); type = type.BaseType)
        {
            if (_bindings.TryGetValue(type, out var bound))
                return bound;
        }
        foreach (var (type, serializer) in _bindings)
        {
            if (type != typeof(object) && type.IsAssignableFrom(objectType))
                return serializer;
        }
        return _bindings.GetValueOrDefault(typeof(object));
    }
}
