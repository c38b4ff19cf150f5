using System.Runtime.Serialization;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Cluster.Tools.Singleton.Serialization;

/// <summary>The messages between singleton managers have no content: their manifests say it all.</summary>
public class ClusterSingletonMessageSerializer : SerializerWithStringManifest
{
    private const string HandOverToMeManifest = "A";
    private const string HandOverInProgressManifest = "B";
    private const string HandOverDoneManifest = "C";
    private const string TakeOverFromMeManifest = "D";

    public ClusterSingletonMessageSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    /// <summary>
    /// Adds the defaults, and this serializer, to a system that was started without them: its serializers were made
    /// from its configuration at the start.
    /// </summary>
    internal static void Register(ExtendedActorSystem system, Config defaults)
    {
        system.Settings.InjectTopLevelFallback(defaults);
        var serializer = new ClusterSingletonMessageSerializer(system);
        system.Serialization.AddSerializer("akka-singleton", serializer);
        system.Serialization.AddSerializationMap(typeof(IClusterSingletonMessage), serializer);
    }

    public override string Manifest(object o) => o switch
    {
        HandOverToMe => HandOverToMeManifest,
        HandOverInProgress => HandOverInProgressManifest,
        HandOverDone => HandOverDoneManifest,
        TakeOverFromMe => TakeOverFromMeManifest,
        _ => throw new ArgumentException($"Can't serialize object of type [{o?.GetType()}] in [{GetType()}]", nameof(o)),
    };

    public override byte[] ToBinary(object obj)
    {
        _ = Manifest(obj);
        return [];
    }

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        HandOverToMeManifest => HandOverToMe.Instance,
        HandOverInProgressManifest => HandOverInProgress.Instance,
        HandOverDoneManifest => HandOverDone.Instance,
        TakeOverFromMeManifest => TakeOverFromMe.Instance,
        _ => throw new SerializationException($"Unknown manifest [{manifest}] in [{GetType()}]"),
    };
}
