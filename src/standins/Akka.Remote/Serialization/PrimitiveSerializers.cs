using System.Buffers.Binary;
using System.Text;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>string, int, long.</summary>
public sealed class PrimitiveSerializers : SerializerWithStringManifest
{
    private const string StringManifest = "S";
    private const string Int32Manifest = "I";
    private const string Int64Manifest = "L";

    private readonly bool _useLegacyBehavior;

    /// <param name="system">The system.</param>
    /// <param name="config"><c>akka.actor.serialization-settings.primitive</c>.</param>
    public PrimitiveSerializers(ExtendedActorSystem system, Config config)
        : base(system) => _useLegacyBehavior = config.GetBoolean("use-legacy-behavior");

    public override byte[] ToBinary(object obj)
    {
        switch (obj)
        {
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case int number:
                var four = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(four, number);
                return four;
            case long number:
                var eight = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(eight, number);
                return eight;
            default:
                throw new ArgumentException($"Cannot serialize object of type [{obj.GetType()}]", nameof(obj));
        }
    }

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        StringManifest or "System.String, System.Private.CoreLib" or "System.String, mscorlib" => Encoding.UTF8.GetString(bytes),
        Int32Manifest or "System.Int32, System.Private.CoreLib" or "System.Int32, mscorlib" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        Int64Manifest or "System.Int64, System.Private.CoreLib" or "System.Int64, mscorlib" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => throw new ArgumentException($"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]", nameof(manifest)),
    };

    public override string Manifest(object o) => o switch
    {
        string => _useLegacyBehavior ? "System.String, System.Private.CoreLib" : StringManifest,
        int => _useLegacyBehavior ? "System.Int32, System.Private.CoreLib" : Int32Manifest,
        long => _useLegacyBehavior ? "System.Int64, System.Private.CoreLib" : Int64Manifest,
        _ => throw new ArgumentException($"Cannot serialize object of type [{o.GetType()}] in [{GetType()}]", nameof(o)),
    };
}
