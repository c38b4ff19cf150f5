using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Identifiers of serializers from the configuration.</summary>
public static class SerializerIdentifierHelper
{
    internal const string SerializationIdentifiers = "akka.actor.serialization-identifiers";

    /// <exception cref="ArgumentException">The type has none.</exception>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        var identifiers = system.Settings.Config.GetConfig(SerializationIdentifiers);
        foreach (var (name, value) in identifiers.AsEnumerable())
        {
            if (Type.GetType(name.Trim('"')) == type)
                return value.GetInt();
        }
        throw new ArgumentException($"Couldn't find serializer id for [{type}] under [{SerializationIdentifiers}] HOCON path", nameof(type));
    }
}
