using System.Globalization;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>Writes a shard's table: all of its rows, failed ones too, in img2dataset's columns and some more.</summary>
internal static class ShardTable
{
    public static async Task WriteAsync(Stream stream, ShardAssembly shard, IReadOnlyList<JournalEntry> entries, IReadOnlyList<string> fieldNames)
    {
        var columns = Columns(shard, fieldNames);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        foreach (var (field, values) in columns)
            await group.WriteColumnAsync(new DataColumn(field, values(entries))).ConfigureAwait(false);
    }

    private static List<(DataField Field, Func<IReadOnlyList<JournalEntry>, Array> Values)> Columns(ShardAssembly shard, IReadOnlyList<string> fieldNames)
    {
        List<(DataField, Func<IReadOnlyList<JournalEntry>, Array>)> columns =
        [
            Column("key", entry => shard.Name.Key(entry.Index)),
            Column("row", entry => shard.Rows[entry.Index].Number),
            Column("url", entry => entry.Url),
            Column("caption", entry => shard.Rows[entry.Index].Caption),
            Column("status", entry => DownloadProblems.Status(entry.Problem)),
            Column("problem", entry => entry.Problem?.Name()),
            Column("error_message", entry => entry.Detail),
            Column("attempts", entry => entry.NumAttempts),
            Column("width", entry => IfMade(entry, entry.Width)),
            Column("height", entry => IfMade(entry, entry.Height)),
            Column("original_width", entry => IfMade(entry, entry.OriginalWidth)),
            Column("original_height", entry => IfMade(entry, entry.OriginalHeight)),
            Column("sha256", entry => entry.Sha256),
            Column("perceptual_hash", entry => entry.Problem is null ? entry.PerceptualHash.ToString("x16", CultureInfo.InvariantCulture) : null),
        ];
        for (var i = 0; i < fieldNames.Count; i++)
        {
            var field = i;
            columns.Add(Column(fieldNames[i], entry => shard.Rows[entry.Index].Fields[field]));
        }
        return columns;

        static (DataField, Func<IReadOnlyList<JournalEntry>, Array>) Column<T>(string name, Func<JournalEntry, T> value) =>
            (new DataField<T>(name, nullable: default(T) is null), entries => entries.Select(value).ToArray());
    }

    private static int? IfMade(JournalEntry entry, int value) => entry.Problem is null ? value : null;
}
