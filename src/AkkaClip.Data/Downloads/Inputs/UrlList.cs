using System.Collections.Immutable;
using System.IO.Compression;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Downloads.Inputs;

/// <summary>
/// Reads the rows of files and folders in a fixed order: txt (a URL a line), csv, tsv, json (an array), jsonl and parquet; the
/// text formats also compressed by gzip. Rows are read as they are needed; nothing is kept.
/// </summary>
public static class UrlList
{
    private static readonly ImmutableArray<string> s_extensions = [".txt", ".csv", ".tsv", ".json", ".jsonl", ".parquet"];

    /// <param name="paths">Files, or folders of which all files of these formats are read in the order of their names.</param>
    /// <param name="urlField">The column of URLs; null: by its usual names.</param>
    /// <param name="captionField">The column of captions; null: by its usual names, and there may be none.</param>
    /// <param name="kept">Further columns that go along into the samples.</param>
    /// <exception cref="DataSourceException">A file is missing, of no known format, or lacks a column.</exception>
    public static DownloadInput Open(IReadOnlyList<string> paths, string? urlField, string? captionField, ImmutableArray<string> kept)
    {
        var files = paths.SelectMany(Files).ToImmutableArray();
        var choice = new ColumnChoice(urlField, captionField, kept);
        return new DownloadInput(kept, files, RowsAsync(files, choice));
    }

    private static async IAsyncEnumerable<DownloadRow> RowsAsync(ImmutableArray<string> files, ColumnChoice choice)
    {
        var number = 0L;
        foreach (var file in files)
        {
            await foreach (var row in ReadAsync(file, choice).ConfigureAwait(false))
                yield return new DownloadRow(number++, row[0]?.Trim() ?? "", row[1] ?? "", [.. row[2..]]);
        }
    }

    private static IEnumerable<string> Files(string path)
    {
        if (Directory.Exists(path))
        {
            var files = Directory.GetFiles(path).Where(file => FormatOf(file) is not null).Order(StringComparer.Ordinal).ToList();
            return files.Count > 0 ? files : throw new DataSourceException(path, $"there is no {string.Join(", ", s_extensions)} in it", "name the metadata's folder or files");
        }
        if (!File.Exists(path))
            throw new DataSourceException(path, "there is no such file or folder", "name the metadata's folder or files");
        return FormatOf(path) is not null ? [path] : throw new DataSourceException(path, "the format cannot be told by the name", $"it must end with {string.Join(", ", s_extensions)}, the text formats also with .gz");
    }

    private static string? FormatOf(string path)
    {
        var isPacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var extension = Path.GetExtension(isPacked ? path[..^3] : path).ToLowerInvariant();
        return s_extensions.Contains(extension) && !(isPacked && extension == ".parquet") ? extension : null;
    }

    private static IAsyncEnumerable<string?[]> ReadAsync(string path, ColumnChoice choice) =>
        FormatOf(path) == ".parquet" ? ParquetRows.ReadAsync(path, choice) : ReadTextAsync(path, choice);

    private static async IAsyncEnumerable<string?[]> ReadTextAsync(string path, ColumnChoice choice)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        await using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var rows = FormatOf(path) switch
        {
            ".txt" => TextRows.Lines(stream, choice).ToAsyncEnumerable(),
            ".csv" => TextRows.Table(stream, path, ',', choice).ToAsyncEnumerable(),
            ".tsv" => TextRows.Table(stream, path, '\t', choice).ToAsyncEnumerable(),
            ".json" => JsonRows.ArrayAsync(stream, path, choice),
            _ => JsonRows.Lines(stream, path, choice).ToAsyncEnumerable(),
        };
        await foreach (var row in rows.ConfigureAwait(false))
            yield return row;
    }
}
