using AkkaSerialization = Akka.Serialization.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Messages and references within messages.</summary>
internal static class WrappedPayload
{
    private const string NobodyPath = "nobody";

    /// <summary>Writes the serializer, the manifest, and the bytes of any object.</summary>
    public static void WritePayload(this BinaryWriter writer, AkkaSerialization serialization, object payload)
    {
        var serializer = serialization.FindSerializerFor(payload);
        var bytes = serializer.ToBinary(payload);
        writer.Write(serializer.Identifier);
        writer.Write(AkkaSerialization.ManifestFor(serializer, payload));
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static object ReadPayload(this BinaryReader reader, AkkaSerialization serialization)
    {
        var serializer = reader.ReadInt32();
        var manifest = reader.ReadString();
        var length = reader.ReadInt32();
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length
            ? serialization.Deserialize(bytes, serializer, manifest)
            : throw new EndOfStreamException($"a payload claims {length} bytes, and {bytes.Length} are left");
    }

    public static void WriteActor(this BinaryWriter writer, IActorRef actor) =>
        writer.Write(actor is Nobody ? NobodyPath : AkkaSerialization.SerializedActorPath(actor));

    public static IInternalActorRef ReadActor(this BinaryReader reader, ExtendedActorSystem system) =>
        reader.ReadString() is var path && path == NobodyPath ? ActorRefs.Nobody : (IInternalActorRef)system.Provider.ResolveActorRef(path);

    public static byte[] Write(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    public static T Read<T>(byte[] bytes, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return read(reader);
    }
}
