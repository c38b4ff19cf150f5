using System.Formats.Tar;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaClip.Data.Shards;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>Writes a shard's samples as WebDataset reads them: picture, caption and JSON of equal names, by key.</summary>
internal static class ShardTar
{
    public static async Task WriteAsync(Stream stream, ShardAssembly shard, IReadOnlyList<JournalEntry> entries, IReadOnlyList<string> fieldNames)
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var entry in entries.Where(entry => entry.Problem is null))
        {
            var (row, key) = (shard.Rows[entry.Index], shard.Name.Key(entry.Index));
            await ReproducibleTar.AddAsync(tar, $"{key}.{entry.Extension}", shard.Picture(entry)).ConfigureAwait(false);
            await ReproducibleTar.AddAsync(tar, $"{key}.txt", Encoding.UTF8.GetBytes(row.Caption)).ConfigureAwait(false);
            await ReproducibleTar.AddAsync(tar, $"{key}.json", Describe(row, key, entry, fieldNames)).ConfigureAwait(false);
        }
    }

    private static byte[] Describe(DownloadRow row, string key, JournalEntry entry, IReadOnlyList<string> fieldNames)
    {
        var json = new JsonObject
        {
            ["url"] = row.Url,
            ["caption"] = row.Caption,
            ["key"] = key,
            ["row"] = row.Number,
            ["status"] = DownloadProblems.Status(null),
            ["width"] = entry.Width,
            ["height"] = entry.Height,
            ["original_width"] = entry.OriginalWidth,
            ["original_height"] = entry.OriginalHeight,
            ["sha256"] = entry.Sha256,
            ["perceptual_hash"] = entry.PerceptualHash.ToString("x16", CultureInfo.InvariantCulture),
        };
        for (var i = 0; i < fieldNames.Count; i++)
            json.TryAdd(fieldNames[i], row.Fields[i]);
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }
}
