namespace Akka.Persistence.Serialization;

/// <summary>A snapshot on its way into a file: its bytes say which serializer reads them.</summary>
public sealed record Snapshot
{
    public Snapshot(object data) => Data = data;

    public object Data { get; }
}
