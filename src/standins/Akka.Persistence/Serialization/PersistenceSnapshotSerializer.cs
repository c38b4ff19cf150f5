using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Persistence.Serialization;

/// <summary>Wraps a snapshot's bytes with what is needed to read them.</summary>
/// <remarks>
/// The bytes are the genuine ones, a Protocol Buffers message:
/// <c>PersistentPayload { int32 serializerId = 1; bytes payload = 2; bytes payloadManifest = 3; }</c>
/// </remarks>
public class PersistenceSnapshotSerializer : Serializer
{
    private const int SerializerIdTag = (1 << 3) | 0;
    private const int PayloadTag = (2 << 3) | 2;
    private const int ManifestTag = (3 << 3) | 2;

    public PersistenceSnapshotSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override bool IncludeManifest => true;

    /// <exception cref="ArgumentException">The object is no <see cref="Snapshot"/>.</exception>
    /// <exception cref="SerializationException">Nothing is bound to the type of its data.</exception>
    public override byte[] ToBinary(object obj)
    {
        if (obj is not Snapshot snapshot)
            throw new ArgumentException($"Can't serialize object of type [{obj.GetType()}] in [{GetType()}]", nameof(obj));
        var serializer = system.Serialization.FindSerializerFor(snapshot.Data);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(SerializerIdTag);
        // A negative int32 has ten bytes on the wire.
        writer.Write7BitEncodedInt64(serializer.Identifier);
        Write(writer, PayloadTag, serializer.ToBinary(snapshot.Data));
        Write(writer, ManifestTag, Encoding.UTF8.GetBytes(Akka.Serialization.Serialization.ManifestFor(serializer, snapshot.Data)));
        return stream.ToArray();
    }

    /// <exception cref="ArgumentException">Another type than <see cref="Snapshot"/> is asked for.</exception>
    /// <exception cref="SerializationException">The bytes are no snapshot, or no serializer here reads its data.</exception>
    public override object FromBinary(byte[] bytes, Type type)
    {
        if (type != typeof(Snapshot))
            throw new ArgumentException($"Unimplemented deserialization of message with type [{type}] in [{GetType()}]", nameof(type));
        var serializerId = 0;
        byte[] payload = [];
        var manifest = "";
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            while (reader.BaseStream.Position < bytes.Length)
            {
                switch (reader.Read7BitEncodedInt())
                {
                    case SerializerIdTag:
                        serializerId = (int)reader.Read7BitEncodedInt64();
                        break;
                    case PayloadTag:
                        payload = Read(reader);
                        break;
                    case ManifestTag:
                        manifest = Encoding.UTF8.GetString(Read(reader));
                        break;
                    case var tag:
                        throw new SerializationException($"A snapshot has an unknown field, tag {tag}.");
                }
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new SerializationException("The bytes of a snapshot are damaged.", e);
        }
        return new Snapshot(system.Serialization.Deserialize(payload, serializerId, manifest));
    }

    // As proto3 does it, an empty field is left out.
    private static void Write(BinaryWriter writer, int tag, byte[] bytes)
    {
        if (bytes.Length == 0)
            return;
        writer.Write7BitEncodedInt(tag);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] Read(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        return length >= 0 && length <= left ? reader.ReadBytes(length) : throw new EndOfStreamException();
    }
}
