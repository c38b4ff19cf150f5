using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Shards.Remote;

/// <summary>
/// Shards on web servers that answer range requests, read in blocks that are kept in a local folder. A shard that changes
/// while it is used is an error; one that has changed since the last time is read afresh.
/// </summary>
public sealed class RemoteShards : IShardBytes
{
    private readonly RemoteCacheOptions _cache;
    private readonly RangeClient _client;
    private readonly ConcurrentDictionary<string, Lazy<Shard>> _shards = new(StringComparer.Ordinal);

    public RemoteShards(RemoteCacheOptions cache)
        : this(cache, TimeSpan.FromSeconds(0.5))
    {
    }

    /// <param name="cache">Where blocks are kept.</param>
    /// <param name="firstPause">Before a second attempt.</param>
    internal RemoteShards(RemoteCacheOptions cache, TimeSpan firstPause)
    {
        ArgumentNullException.ThrowIfNull(cache);
        _cache = cache;
        _client = new RangeClient(firstPause);
        try
        {
            Directory.CreateDirectory(cache.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException(cache.Folder, e.Message, "choose another folder for the cache of remote shards", inner: e);
        }
        CacheFolder.Trim(cache);
    }

    public (long Length, long Version) Identify(string location)
    {
        var shard = Open(location);
        return (shard.Length, BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(shard.Version))));
    }

    public string IndexPath(string location) => Path.Combine(_cache.Folder, Open(location).Name + CacheFolder.IndexExtension);

    public void Read(string location, long offset, Span<byte> buffer)
    {
        var shard = Open(location);
        if (offset < 0 || offset > shard.Length - buffer.Length)
            throw new DataSourceException(location, $"it ends at {shard.Length}", "fetch or write the shard again", offset);
        try
        {
            shard.Blocks.Read(offset, buffer, (from, block) => _client.Read(location, from, block, shard.Version));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException(_cache.Folder, e.Message, "make room for the cache of remote shards, or choose another folder", inner: e);
        }
    }

    public void Dispose()
    {
        foreach (var shard in _shards.Values.Where(shard => shard.IsValueCreated))
            shard.Value.Blocks.Dispose();
        _client.Dispose();
    }

    private Shard Open(string location) => _shards.GetOrAdd(location, url => new Lazy<Shard>(() =>
    {
        var (length, version) = _client.Identify(url);
        var name = BlockCache.NameOf(url, length, version);
        return new Shard(length, version, name, new BlockCache(Path.Combine(_cache.Folder, name), length));
    })).Value;

    private sealed record Shard(long Length, string Version, string Name, BlockCache Blocks);
}
