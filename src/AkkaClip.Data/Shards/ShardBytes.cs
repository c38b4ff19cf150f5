namespace AkkaClip.Data.Shards;

/// <summary>Reads shards of files and of web servers by their locations.</summary>
internal sealed class ShardBytes(Func<IShardBytes> openRemote) : IShardBytes
{
    private readonly OpenFiles _files = new();
    private readonly Lazy<IShardBytes> _remote = new(openRemote);

    public (long Length, long Version) Identify(string location) => Of(location).Identify(location);

    public string IndexPath(string location) => Of(location).IndexPath(location);

    public void Read(string location, long offset, Span<byte> buffer) => Of(location).Read(location, offset, buffer);

    public void Dispose()
    {
        _files.Dispose();
        if (_remote.IsValueCreated)
            _remote.Value.Dispose();
    }

    private IShardBytes Of(string location) => ShardLocation.IsRemote(location) ? _remote.Value : _files;
}
