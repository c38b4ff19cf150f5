using System.Runtime.Serialization;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace Akka.Cluster.Tools.Client.Serialization;

/// <summary>Turns the messages of clients and receptionists into bytes and back.</summary>
public class ClusterClientMessageSerializer : SerializerWithStringManifest
{
    private const string ContactsManifest = "A";
    private const string GetContactsManifest = "B";
    private const string HeartbeatManifest = "C";
    private const string HeartbeatRspManifest = "D";
    private const string ReceptionistShutdownManifest = "E";
    private const string DeliveryManifest = "F";
    private const string NodeServicesManifest = "G";

    public ClusterClientMessageSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    /// <summary>
    /// Adds the defaults, and this serializer, to a system that was started without them: its serializers were made
    /// from its configuration at the start.
    /// </summary>
    internal static void Register(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterClientReceptionist.DefaultConfig());
        var serializer = new ClusterClientMessageSerializer(system);
        system.Serialization.AddSerializer("akka-cluster-client", serializer);
        system.Serialization.AddSerializationMap(typeof(IClusterClientMessage), serializer);
    }

    public override string Manifest(object o) => o switch
    {
        Contacts => ContactsManifest,
        GetContacts => GetContactsManifest,
        Heartbeat => HeartbeatManifest,
        HeartbeatRsp => HeartbeatRspManifest,
        ReceptionistShutdown => ReceptionistShutdownManifest,
        Delivery => DeliveryManifest,
        NodeServices => NodeServicesManifest,
        _ => throw new ArgumentException($"Can't serialize object of type [{o?.GetType()}] in [{GetType()}]", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => WrappedPayload.Write(writer =>
    {
        switch (obj)
        {
            case Contacts contacts: Write(writer, contacts.ContactPoints); break;
            case Delivery delivery:
                writer.Write(delivery.Path);
                writer.Write(delivery.ToAll);
                writer.Write(delivery.LocalAffinity);
                writer.WritePayload(system.Serialization, delivery.Message);
                break;
            case NodeServices services:
                writer.Write(services.Node.Address.ToString());
                writer.Write(services.Node.Uid);
                writer.Write(services.Version);
                Write(writer, services.Paths);
                break;
            default: _ = Manifest(obj); break;
        }
    });

    /// <exception cref="SerializationException">The bytes are no such message.</exception>
    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        GetContactsManifest => GetContacts.Instance,
        HeartbeatManifest => Heartbeat.Instance,
        HeartbeatRspManifest => HeartbeatRsp.Instance,
        ReceptionistShutdownManifest => ReceptionistShutdown.Instance,
        _ => Read(bytes, manifest),
    };

    private object Read(byte[] bytes, string manifest)
    {
        try
        {
            return WrappedPayload.Read<object>(bytes, reader => manifest switch
            {
                ContactsManifest => new Contacts([.. ReadTexts(reader).Select(PathOf)]),
                DeliveryManifest => ReadDelivery(reader),
                NodeServicesManifest => new NodeServices(
                    new UniqueAddress(Address.Parse(reader.ReadString()), reader.ReadInt32()), reader.ReadInt64(), [.. ReadTexts(reader)]),
                _ => throw new SerializationException($"Unknown manifest [{manifest}] in [{GetType()}]"),
            });
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            throw new SerializationException($"Malformed message with manifest [{manifest}]: {e.Message}", e);
        }
    }

    private Delivery ReadDelivery(BinaryReader reader)
    {
        var (path, toAll, localAffinity) = (reader.ReadString(), reader.ReadBoolean(), reader.ReadBoolean());
        return new Delivery(path, reader.ReadPayload(system.Serialization), toAll, localAffinity);
    }

    private static string PathOf(string text) => ActorPath.TryParse(text, out _) ? text : throw new FormatException($"[{text}] is no path");

    private static void Write(BinaryWriter writer, IReadOnlyCollection<string> texts)
    {
        writer.Write(texts.Count);
        foreach (var text in texts)
            writer.Write(text);
    }

    // One by one: a claim of many reserves no memory before they are there.
    private static List<string> ReadTexts(BinaryReader reader)
    {
        var texts = new List<string>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            texts.Add(reader.ReadString());
        return texts;
    }
}
