namespace AkkaClip.Data.Downloads.Shards;

/// <summary>
/// Makes a complete shard's files. Each appears whole or not at all, and the statistics come last: a shard that has them is
/// finished, whenever a process was killed.
/// </summary>
internal static class ShardFiles
{
    public static bool AreFinished(ShardName name) => File.Exists(name.Statistics);

    public static async Task WriteAsync(ShardAssembly shard, IReadOnlyList<string> fieldNames)
    {
        var entries = shard.Ended;
        await AppearAsync(shard.Name.Tar, stream => ShardTar.WriteAsync(stream, shard, entries, fieldNames)).ConfigureAwait(false);
        await AppearAsync(shard.Name.Table, stream => ShardTable.WriteAsync(stream, shard, entries, fieldNames)).ConfigureAwait(false);
        await AppearAsync(shard.Name.Statistics, stream => stream.WriteAsync(ShardStatistics.Of(entries).ToJson()).AsTask()).ConfigureAwait(false);
        shard.DeleteJournal();
    }

    private static async Task AppearAsync(string path, Func<Stream, Task> write)
    {
        var temporary = path + ".tmp";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            await write(stream).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
