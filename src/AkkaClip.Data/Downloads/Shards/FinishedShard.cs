using System.Collections.Immutable;
using System.Formats.Tar;
using System.Globalization;
using AkkaClip.Data.Downloads.Pictures;
using AkkaClip.Data.Samples;
using Parquet;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>A shard whose files are there. It can be taken up again, so that rows which failed are asked for once more.</summary>
internal static class FinishedShard
{
    /// <summary>
    /// Makes a journal of a shard's files that holds everything but the rows which may be asked for again; afterwards the
    /// shard counts as unfinished. Killed at any point, the shard is either finished or can be taken up.
    /// </summary>
    /// <returns>False: no row may be asked for again.</returns>
    /// <exception cref="DataSourceException">The files do not fit together.</exception>
    public static async Task<bool> ReopenAsync(ShardName name, ImmutableArray<DownloadRow> rows)
    {
        var entries = await ReadTableAsync(name, rows).ConfigureAwait(false);
        if (!entries.Any(entry => entry.Problem?.MayBeAskedAgain() == true))
            return false;
        var temporary = name.Journal + ".tmp";
        File.Delete(temporary);
        var (journal, _) = ShardJournal.Open(temporary);
        using (journal)
        {
            foreach (var entry in entries.Where(entry => entry.Problem?.MayBeAskedAgain() == false))
                journal.Append(entry, []);
            await CopyPicturesAsync(name, entries, journal).ConfigureAwait(false);
        }
        File.Move(temporary, name.Journal, overwrite: true);
        File.Delete(name.Statistics);
        return true;
    }

    private static async Task CopyPicturesAsync(ShardName name, ImmutableArray<JournalEntry> entries, ShardJournal journal)
    {
        var made = entries.Where(entry => entry.Problem is null).ToDictionary(entry => $"{name.Key(entry.Index)}.{entry.Extension}");
        await using var file = File.OpenRead(name.Tar);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync().ConfigureAwait(false) is { } member)
        {
            if (!made.Remove(member.Name, out var entry))
                continue;
            var picture = new byte[member.Length];
            await member.DataStream!.ReadExactlyAsync(picture).ConfigureAwait(false);
            journal.Append(entry, picture);
        }
        if (made.Count > 0)
            throw new DataSourceException(name.Tar, $"it lacks {made.Keys.Min()}, which {name.Table} says was downloaded", "delete the shard's files to download it again");
    }

    private static async Task<ImmutableArray<JournalEntry>> ReadTableAsync(ShardName name, ImmutableArray<DownloadRow> rows)
    {
        using var reader = await ParquetReader.CreateAsync(name.Table).ConfigureAwait(false);
        using var group = reader.OpenRowGroupReader(0);
        if (group.RowCount != rows.Length)
            throw new DataSourceException(name.Table, $"it has {group.RowCount} rows, and the input {rows.Length}", "continue with the same inputs, or use another output folder");
        var url = await ColumnAsync<string>("url").ConfigureAwait(false);
        var problem = await ColumnAsync<string>("problem").ConfigureAwait(false);
        var detail = await ColumnAsync<string>("error_message").ConfigureAwait(false);
        var attempts = await ColumnAsync<int>("attempts").ConfigureAwait(false);
        var width = await ColumnAsync<int?>("width").ConfigureAwait(false);
        var height = await ColumnAsync<int?>("height").ConfigureAwait(false);
        var originalWidth = await ColumnAsync<int?>("original_width").ConfigureAwait(false);
        var originalHeight = await ColumnAsync<int?>("original_height").ConfigureAwait(false);
        var sha256 = await ColumnAsync<string>("sha256").ConfigureAwait(false);
        var perceptual = await ColumnAsync<string>("perceptual_hash").ConfigureAwait(false);
        return
        [
            .. rows.Select((_, i) => new JournalEntry
            {
                Index = i,
                Url = url[i],
                Problem = problem[i] is { } named ? DownloadProblems.Parse(named) : null,
                Detail = detail[i],
                NumAttempts = attempts[i],
                Extension = problem[i] is null ? PictureMaker.Extension : null,
                Width = width[i] ?? 0,
                Height = height[i] ?? 0,
                OriginalWidth = originalWidth[i] ?? 0,
                OriginalHeight = originalHeight[i] ?? 0,
                Sha256 = sha256[i],
                PerceptualHash = perceptual[i] is { } digits ? ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 0,
            }),
        ];

        async Task<T[]> ColumnAsync<T>(string column)
        {
            var field = reader.Schema.GetDataFields().FirstOrDefault(field => field.Name == column)
                ?? throw new DataSourceException(name.Table, $"there is no column {column}", "it is not of this program; use another output folder");
            return (T[])(await group.ReadColumnAsync(field).ConfigureAwait(false)).Data;
        }
    }
}
