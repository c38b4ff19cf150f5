using Akka.Actor;
using System.Runtime.Serialization;

namespace Akka.Serialization;

/// <summary>A serializer that names its types itself, so that names of classes can change.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    public abstract string Manifest(object o);

    /// <exception cref="SerializationException">The manifest is unknown, by the serializer's contract.</exception>
    public abstract object FromBinary(byte[] bytes, string manifest);

    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, Serialization.ManifestOf(type));
}
