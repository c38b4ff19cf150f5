using Akka.Dispatch.SysMsg;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>What systems tell each other's actors: death watch, and the life of actors.</summary>
public sealed class SystemMessageSerializer : SerializerWithStringManifest
{
    private const string WatchManifest = "W";
    private const string UnwatchManifest = "UW";
    private const string DeathWatchManifest = "DWN";
    private const string TerminateManifest = "T";
    private const string SuspendManifest = "SU";
    private const string ResumeManifest = "RE";
    private const string RecreateManifest = "RC";

    public SystemMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override string Manifest(object o) => o switch
    {
        Watch => WatchManifest,
        Unwatch => UnwatchManifest,
        DeathWatchNotification => DeathWatchManifest,
        Terminate => TerminateManifest,
        Suspend => SuspendManifest,
        Resume => ResumeManifest,
        Recreate => RecreateManifest,
        _ => throw new ArgumentException($"Cannot serialize object of type [{o.GetType()}] in [{GetType()}]", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => WrappedPayload.Write(writer =>
    {
        switch (obj)
        {
            case Watch watch:
                writer.WriteActor(watch.Watchee);
                writer.WriteActor(watch.Watcher);
                break;
            case Unwatch unwatch:
                writer.WriteActor(unwatch.Watchee);
                writer.WriteActor(unwatch.Watcher);
                break;
            case DeathWatchNotification notification:
                writer.WriteActor(notification.Actor);
                writer.Write(notification.ExistenceConfirmed);
                writer.Write(notification.AddressTerminated);
                break;
            case Resume resume:
                writer.WriteException(resume.CausedByFailure);
                break;
            case Recreate recreate:
                writer.WriteException(recreate.Cause);
                break;
            default:
                _ = Manifest(obj);
                break;
        }
    });

    public override object FromBinary(byte[] bytes, string manifest) => WrappedPayload.Read<object>(bytes, reader => manifest switch
    {
        WatchManifest => new Watch(reader.ReadActor(system), reader.ReadActor(system)),
        UnwatchManifest => new Unwatch(reader.ReadActor(system), reader.ReadActor(system)),
        DeathWatchManifest => new DeathWatchNotification(reader.ReadActor(system), reader.ReadBoolean(), reader.ReadBoolean()),
        TerminateManifest => new Terminate(),
        SuspendManifest => new Suspend(),
        ResumeManifest => new Resume(reader.ReadException()),
        RecreateManifest => new Recreate(reader.ReadException()),
        _ => throw new ArgumentException($"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]", nameof(manifest)),
    });
}
