using System.Runtime.Serialization;
using Akka.Serialization;
using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster.Serialization;

/// <summary>Turns the messages between members into bytes and back; see <see cref="GossipFormat"/> for the large ones.</summary>
public class ClusterMessageSerializer : SerializerWithStringManifest
{
    private const string JoinManifest = "J";
    private const string WelcomeManifest = "W";
    private const string LeaveManifest = "L";
    private const string DownManifest = "D";
    private const string InitJoinManifest = "IJ";
    private const string InitJoinAckManifest = "IJA";
    private const string InitJoinNackManifest = "IJN";
    private const string HeartbeatManifest = "HB";
    private const string HeartbeatRspManifest = "HBR";
    private const string ExitingConfirmedManifest = "EC";
    private const string GossipEnvelopeManifest = "GE";
    private const string GossipStatusManifest = "GS";

    public ClusterMessageSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override string Manifest(object o) => o switch
    {
        ClusterHeartbeat => HeartbeatManifest,
        ClusterHeartbeatRsp => HeartbeatRspManifest,
        GossipEnvelope => GossipEnvelopeManifest,
        GossipStatus => GossipStatusManifest,
        Join => JoinManifest,
        Welcome => WelcomeManifest,
        Leave => LeaveManifest,
        Down => DownManifest,
        InitJoin => InitJoinManifest,
        InitJoinAck => InitJoinAckManifest,
        InitJoinNack => InitJoinNackManifest,
        ExitingConfirmed => ExitingConfirmedManifest,
        _ => throw new ArgumentException($"Can't serialize object of type [{o?.GetType()}] in [{GetType()}]", nameof(o)),
    };

    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        switch (obj)
        {
            case ClusterHeartbeat m: writer.Address(m.From).Long(m.SequenceNr).Long(m.CreationTimeNanos); break;
            case ClusterHeartbeatRsp m: writer.Node(m.From).Long(m.SequenceNr).Long(m.CreationTimeNanos); break;
            case GossipEnvelope m: GossipFormat.Write(writer.Node(m.From).Node(m.To), m.Gossip); break;
            case GossipStatus m: GossipFormat.Write(writer.Node(m.From), m.Version); break;
            case Join m: writer.Node(m.Node).Texts(m.Roles).Text(m.AppVersion.Version); break;
            case Welcome m: GossipFormat.Write(writer.Node(m.From), m.Gossip); break;
            case Leave m: writer.Address(m.Address); break;
            case Down m: writer.Address(m.Address); break;
            case InitJoin m: writer.Text(m.Configuration.DowningProvider).Text(m.Configuration.DowningStrategy); break;
            case InitJoinAck m: writer.Address(m.Address).Text(m.Incompatibility); break;
            case InitJoinNack m: writer.Address(m.Address); break;
            case ExitingConfirmed m: writer.Node(m.Address); break;
            default: throw new ArgumentException($"Can't serialize object of type [{obj?.GetType()}] in [{GetType()}]", nameof(obj));
        }
        return writer.ToArray();
    }

    /// <exception cref="SerializationException">The bytes are no such message, or one that no member would send.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        object message = manifest switch
        {
            HeartbeatManifest => new ClusterHeartbeat(reader.Address(), reader.Long(), reader.Long()),
            HeartbeatRspManifest => new ClusterHeartbeatRsp(reader.Node(), reader.Long(), reader.Long()),
            GossipEnvelopeManifest => new GossipEnvelope(reader.Node(), reader.Node(), GossipFormat.ReadGossip(ref reader)),
            GossipStatusManifest => new GossipStatus(reader.Node(), GossipFormat.ReadVersion(ref reader)),
            JoinManifest => new Join(reader.Node(), [.. reader.Texts()], reader.AppVersion()),
            WelcomeManifest => new Welcome(reader.Node(), GossipFormat.ReadGossip(ref reader)),
            LeaveManifest => new Leave(reader.Address()),
            DownManifest => new Down(reader.Address()),
            InitJoinManifest => new InitJoin(new JoinConfiguration(reader.Text(), reader.Text())),
            InitJoinAckManifest => new InitJoinAck(reader.Address(), reader.Text()),
            InitJoinNackManifest => new InitJoinNack(reader.Address()),
            ExitingConfirmedManifest => new ExitingConfirmed(reader.Node()),
            _ => throw new SerializationException($"Unknown manifest [{manifest}] in [{GetType()}]"),
        };
        reader.ExpectEnd();
        return message;
    }
}
