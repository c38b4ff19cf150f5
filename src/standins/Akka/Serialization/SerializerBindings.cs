using Akka.Actor;
using Akka.Event;

namespace Akka.Serialization;

/// <summary>Reads serializers and their bindings from the configuration; what cannot be loaded is logged and left out.</summary>
internal static class SerializerBindings
{
    public static void Load(Serialization serialization)
    {
        var system = serialization.System;
        var config = system.Settings.Config;
        foreach (var (name, value) in config.GetConfig("akka.actor.serializers").AsEnumerable())
        {
            var typeName = value.GetString();
            if (Type.GetType(typeName) is { } type)
                serialization.AddSerializer(name, Make(type, name, system));
            else
                system.Log.Warning("The type name for serializer '{0}' did not resolve to an actual Type: '{1}'", name, typeName);
        }
        foreach (var (key, value) in config.GetConfig("akka.actor.serialization-bindings").AsEnumerable())
        {
            var typeName = key.Trim('"');
            var serializerName = value.GetString();
            if (Type.GetType(typeName) is not { } type)
                system.Log.Warning("The type name for message/serializer binding '{0}' did not resolve to an actual Type: '{1}'", serializerName, typeName);
            else if (serialization.ByName(serializerName) is { } serializer)
                serialization.AddSerializationMap(type, serializer);
            else
                system.Log.Warning("Serialization binding to non existing serializer: '{0}'", serializerName);
        }
    }

    // With its own settings, where there are some and the constructor takes them.
    private static Serializer Make(Type type, string name, ExtendedActorSystem system)
    {
        var settingsPath = $"akka.actor.serialization-settings.{name}";
        var takesConfig = type.GetConstructor([typeof(ExtendedActorSystem), typeof(Configuration.Config)]) is not null;
        return (Serializer)(takesConfig && system.Settings.Config.HasPath(settingsPath)
            ? Activator.CreateInstance(type, system, system.Settings.Config.GetConfig(settingsPath))
            : Activator.CreateInstance(type, system));
    }
}
