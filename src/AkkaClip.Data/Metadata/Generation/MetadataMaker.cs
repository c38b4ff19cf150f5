using System.Globalization;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Samples;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Generation;

/// <summary>
/// Makes metadata as LAION's joined multilingual files have it, with its oddities: missing scores, similarities out of range, repeated
/// URLs and texts. A row is a function of seed and number alone.
/// </summary>
public static class MetadataMaker
{
    private const int RowGroupRows = 200_000;
    private const long MaxRows = 10_000_000_000;

    private static readonly (DataField Field, Func<MetadataRow[], Array> Values)[] s_columns =
    [
        (new DataField("URL", typeof(string), isNullable: true), rows => Array.ConvertAll(rows, r => r.Url)),
        (new DataField("TEXT", typeof(string), isNullable: true), rows => Array.ConvertAll(rows, r => r.Text)),
        (new DataField<int?>("WIDTH"), rows => Array.ConvertAll(rows, r => (int?)r.Width)),
        (new DataField<int?>("HEIGHT"), rows => Array.ConvertAll(rows, r => (int?)r.Height)),
        (new DataField<double?>("similarity"), rows => Array.ConvertAll(rows, r => r.Similarity)),
        (new DataField("LANGUAGE", typeof(string), isNullable: true), rows => Array.ConvertAll(rows, r => r.Language)),
        (new DataField("LICENSE", typeof(string), isNullable: true), rows => Array.ConvertAll(rows, r => r.Licence)),
        (new DataField("NSFW", typeof(string), isNullable: true), rows => Array.ConvertAll(rows, r => r.Nsfw)),
        (new DataField<long?>("hash"), rows => Array.ConvertAll(rows, r => (long?)r.Hash)),
        (new DataField<float?>("pwatermark"), rows => Array.ConvertAll(rows, r => r.Watermark)),
        (new DataField<float?>("punsafe"), rows => Array.ConvertAll(rows, r => r.Unsafe)),
        (new DataField<float?>("aesthetic"), rows => Array.ConvertAll(rows, r => (float?)r.Aesthetic)),
    ];

    /// <param name="folder">Gets part-00000.parquet and so on; made if it is not there.</param>
    /// <param name="options">What to make.</param>
    /// <param name="replace">Whether files of that name may be replaced.</param>
    /// <param name="progress">Is told rows.</param>
    /// <param name="cancellation">Ends early, without a file that is not whole.</param>
    /// <returns>The files.</returns>
    public static async Task<IReadOnlyList<string>> MakeAsync(
        string folder, MetadataOptions options, bool replace, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.NumRows is < 1 or > MaxRows || options.RowsPerFile is < 1 or > int.MaxValue)
            throw new UserErrorException($"--metadata is {options.NumRows} with {options.RowsPerFile} rows a file; there may be 1 to {MaxRows} rows.");
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        var done = 0L;
        for (var first = 0L; first < options.NumRows; first += options.RowsPerFile)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{files.Count:D5}.parquet"));
            if (File.Exists(path) && !replace)
                throw new DataSourceException(path, "the file is there already", "take another folder, or --replace");
            await WriteFileAsync(path, options, first, Math.Min(options.RowsPerFile, options.NumRows - first), rows => progress?.Report(done += rows), cancellation);
            files.Add(path);
        }
        return files;
    }

    private static async Task WriteFileAsync(string path, MetadataOptions options, long first, long count, Action<long> report, CancellationToken cancellation)
    {
        var unfinished = path + ".part";
        try
        {
            await using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
            await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(s_columns.Select(c => c.Field)), stream, cancellationToken: cancellation))
            {
                for (var row = first; row < first + count; row += RowGroupRows)
                {
                    var rows = (int)Math.Min(RowGroupRows, first + count - row);
                    await WriteGroupAsync(writer, options, row, rows, cancellation);
                    MemoryBudget.Default.Reclaim();
                    report(rows);
                }
            }
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, MetadataOptions options, long first, int count, CancellationToken cancellation)
    {
        var rows = new MetadataRow[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, i => rows[i] = MetadataRow.Make(options, first + i));
        using var group = writer.CreateRowGroup();
        foreach (var (field, values) in s_columns)
            await group.WriteColumnAsync(new DataColumn(field, values(rows)), cancellation);
    }
}
