using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Shards;

/// <summary>Positioned reads from shards, wherever they are. Safe for several threads.</summary>
public interface IShardBytes : IDisposable
{
    /// <summary>How long a shard is, and a number that changes when its content does.</summary>
    /// <exception cref="DataSourceException">It is missing or may not be read.</exception>
    (long Length, long Version) Identify(string location);

    /// <summary>Where a shard's list of members is kept.</summary>
    string IndexPath(string location);

    /// <summary>Fills the buffer from a place in a shard.</summary>
    /// <exception cref="DataSourceException">The shard ends before the buffer is full, or cannot be read.</exception>
    void Read(string location, long offset, Span<byte> buffer);
}
