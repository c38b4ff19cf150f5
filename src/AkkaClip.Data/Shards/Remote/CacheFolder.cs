using System.Runtime.InteropServices;

namespace AkkaClip.Data.Shards.Remote;

/// <summary>Keeps the folder of remote shards within its limit.</summary>
internal static class CacheFolder
{
    public const string IndexExtension = ".index";

    /// <summary>Deletes the shards that were opened longest ago until the rest fits. Who has one open keeps it until the end.</summary>
    public static void Trim(RemoteCacheOptions options)
    {
        var shards = new DirectoryInfo(options.Folder).GetFiles("*" + BlockCache.MapExtension).OrderByDescending(map => map.LastWriteTimeUtc);
        var total = 0L;
        foreach (var map in shards)
        {
            total += NumBlocks(map) * BlockCache.BlockBytes;
            if (total > options.MaxBytes)
                Delete(Path.ChangeExtension(map.FullName, null));
        }
    }

    private static long NumBlocks(FileInfo map)
    {
        var bytes = File.ReadAllBytes(map.FullName);
        return MemoryMarshal.Cast<byte, uint>(bytes).ToArray().Count(checksum => checksum != 0);
    }

    private static void Delete(string stem)
    {
        foreach (var extension in new[] { BlockCache.MapExtension, BlockCache.BlocksExtension, IndexExtension })
            File.Delete(stem + extension);
    }
}
