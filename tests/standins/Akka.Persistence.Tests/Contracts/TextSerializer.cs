using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Persistence.Tests.Contracts;

/// <summary>Texts as UTF-8, with a manifest of its own.</summary>
public sealed class TextSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const int Id = 4711;
    public const string TextManifest = "text:1";

    public static readonly string Config = $$"""
        akka.actor {
          serializers.text = "{{typeof(TextSerializer).AssemblyQualifiedName}}"
          serialization-bindings."System.String" = text
        }

        """;

    public override int Identifier => Id;

    public override string Manifest(object o) => TextManifest;

    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes((string)obj);

    public override object FromBinary(byte[] bytes, string manifest) => manifest == TextManifest
        ? Encoding.UTF8.GetString(bytes)
        : throw new NotSupportedException($"unknown manifest [{manifest}]");
}
