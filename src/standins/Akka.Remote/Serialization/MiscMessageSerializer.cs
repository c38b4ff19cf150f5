using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>The messages that every actor understands, references, and the remote watcher's heartbeats.</summary>
public sealed class MiscMessageSerializer : SerializerWithStringManifest
{
    private const string IdentifyManifest = "ID";
    private const string ActorIdentityManifest = "AID";
    private const string ActorRefManifest = "AR";
    private const string PoisonPillManifest = "PP";
    private const string KillManifest = "K";
    private const string HeartbeatManifest = "RWHB";
    private const string HeartbeatRspManifest = "RWHR";
    private const string FailureManifest = "STF";
    private const string SuccessManifest = "STS";

    public MiscMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override string Manifest(object o) => o switch
    {
        Identify => IdentifyManifest,
        ActorIdentity => ActorIdentityManifest,
        IActorRef => ActorRefManifest,
        PoisonPill => PoisonPillManifest,
        Kill => KillManifest,
        RemoteWatcher.Heartbeat => HeartbeatManifest,
        RemoteWatcher.HeartbeatRsp => HeartbeatRspManifest,
        Status.Failure => FailureManifest,
        Status.Success => SuccessManifest,
        _ => throw new ArgumentException($"Cannot serialize object of type [{o.GetType()}] in [{GetType()}]", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => WrappedPayload.Write(writer =>
    {
        switch (obj)
        {
            case Identify identify:
                writer.WritePayload(system.Serialization, identify.MessageId);
                break;
            case ActorIdentity identity:
                writer.WritePayload(system.Serialization, identity.MessageId);
                writer.WriteActor(identity.Subject);
                break;
            case IActorRef actor:
                writer.WriteActor(actor);
                break;
            case RemoteWatcher.HeartbeatRsp rsp:
                writer.Write(rsp.AddressUid);
                break;
            case Status.Failure failure:
                writer.WriteException(failure.Cause);
                writer.WritePayload(system.Serialization, failure.State);
                break;
            case Status.Success success:
                writer.WritePayload(system.Serialization, success.Status);
                break;
        }
    });

    public override object FromBinary(byte[] bytes, string manifest) => WrappedPayload.Read(bytes, reader => manifest switch
    {
        IdentifyManifest => new Identify(reader.ReadPayload(system.Serialization)),
        ActorIdentityManifest => new ActorIdentity(reader.ReadPayload(system.Serialization), reader.ReadActor(system)),
        ActorRefManifest => reader.ReadActor(system),
        PoisonPillManifest => PoisonPill.Instance,
        KillManifest => Kill.Instance,
        HeartbeatManifest => RemoteWatcher.Heartbeat.Instance,
        HeartbeatRspManifest => new RemoteWatcher.HeartbeatRsp(reader.ReadInt32()),
        FailureManifest => new Status.Failure(reader.ReadException(), reader.ReadPayload(system.Serialization)),
        SuccessManifest => (object)new Status.Success(reader.ReadPayload(system.Serialization)),
        _ => throw new ArgumentException($"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]", nameof(manifest)),
    });
}
