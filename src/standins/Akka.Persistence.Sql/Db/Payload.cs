using System.Runtime.Serialization;

namespace Akka.Persistence.Sql.Db;

/// <summary>An event or a snapshot as bytes, with what is needed to read them.</summary>
internal sealed record Payload(byte[] Bytes, int? SerializerId, string Manifest)
{
    /// <exception cref="SerializationException">Nothing is bound to its type.</exception>
    public static Payload Of(object value, Akka.Serialization.Serialization serialization, string defaultSerializer) =>
        Akka.Serialization.Serialization.WithTransport(serialization.System, (value, serialization, defaultSerializer), static state =>
        {
            var serializer = state.serialization.FindSerializerForType(state.value.GetType(), state.defaultSerializer);
            return new Payload(
                serializer.ToBinary(state.value), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, state.value));
        });

    /// <exception cref="SerializationException">No serializer here reads it.</exception>
    public object Read(Akka.Serialization.Serialization serialization)
    {
        if (SerializerId is { } id)
            return serialization.Deserialize(Bytes, id, Manifest);
        var type = Type.GetType(Manifest)
            ?? throw new SerializationException($"A row without a serializer's id names the type [{Manifest}], which is not here.");
        return serialization.FindSerializerForType(type).FromBinary(Bytes, type);
    }
}
