namespace AkkaClip.Collectives.Snapshots;

/// <summary>A request for a manifest, or for one stripe.</summary>
/// <param name="Name">The state's name.</param>
/// <param name="Stripe">The stripe's number; null for the manifest.</param>
internal sealed record SnapshotRequest(string Name, int? Stripe)
{
    public const string Channel = "snapshot";

    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Name);
        writer.Write(Stripe ?? -1);
        writer.Flush();
        return buffer.ToArray();
    }

    public static SnapshotRequest Parse(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
        var name = reader.ReadString();
        var stripe = reader.ReadInt32();
        return new SnapshotRequest(name, stripe < 0 ? null : stripe);
    }
}
