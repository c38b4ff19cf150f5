using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Selection;

namespace AkkaClip.Data.Metadata.Statistics;

/// <summary>What is in metadata, and what is wrong with it.</summary>
public sealed class MetadataStatistics
{
    private static readonly Dictionary<string, (double From, double To)> s_ranges = new()
    {
        [KnownColumns.Similarity] = (-1, 1),
        [KnownColumns.Unsafe] = (0, 1),
        [KnownColumns.Watermark] = (0, 1),
        [KnownColumns.Aesthetic] = (-10, 20),
        [KnownColumns.Width] = (1, 1_000_000),
        [KnownColumns.Height] = (1, 1_000_000),
    };

    private static readonly string[] s_numbers =
        [KnownColumns.Similarity, KnownColumns.Width, KnownColumns.Height, KnownColumns.Unsafe, KnownColumns.Watermark, KnownColumns.Aesthetic];

    private static readonly string[] s_counted = [KnownColumns.Language, KnownColumns.Licence, KnownColumns.Nsfw];

    public long Rows { get; private set; }

    /// <summary>Names of columns as they stand in the files, with the number of files that have them.</summary>
    public SortedDictionary<string, int> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>Files in which WIDTH and HEIGHT are taken for each other.</summary>
    public int FilesWithSwappedSides { get; private set; }

    public SortedDictionary<string, NumberSummary> Numbers { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ValueCounts> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows whose hash is that of URL and text; null: not looked at.</summary>
    public long? HashesRight { get; private set; }

    public long? HashesWrong { get; private set; }

    /// <summary>Reads the columns of numbers and the counted texts; with <paramref name="verifyHashes"/> URLs and texts as well.</summary>
    public static async Task<MetadataStatistics> ReadAsync(RowGroupScan scan, bool verifyHashes, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var total = new MetadataStatistics();
        await scan.RunAsync(
            file =>
            {
                total.AddColumns(file.Schema);
                var hashed = new[] { KnownColumns.Url, KnownColumns.Text, KnownColumns.Hash }.Select(file.Schema.Find).OfType<MetadataField>().ToList();
                var identity = verifyHashes && hashed.Count == 3 ? RowIdentity.Of(file) : null;
                var fields = s_numbers.Concat(s_counted).Select(file.Schema.Find).OfType<MetadataField>().ToList();
                var hash = identity is not null ? file.Schema.Find(KnownColumns.Hash) : null;
                var read = fields.Select(f => f.Field).ToList();
                if (hash is not null)
                    read.AddRange(hashed.Select(f => f.Field));
                return new RowGroupScan.Job<MetadataStatistics>(read, (group, token) => OfGroupAsync(group, fields, hash, identity, token));
            },
            (_, _, part) =>
            {
                total.Add(part);
                return ValueTask.CompletedTask;
            }, progress, cancellation);
        return total;
    }

    private static async ValueTask<MetadataStatistics> OfGroupAsync(
        RowGroupColumns group, IReadOnlyList<MetadataField> fields, MetadataField? hash, RowIdentity? identity, CancellationToken cancellation)
    {
        var part = new MetadataStatistics { Rows = group.NumRows };
        foreach (var field in fields)
        {
            var batch = await group.ReadAsync(field, cancellation);
            if (field.Kind is ColumnKind.Real or ColumnKind.Integer && s_numbers.Contains(field.Name))
                part.Numbers[field.Name] = Summarize(batch, s_ranges[field.Name]);
            else if (field.Kind == ColumnKind.Text)
                part.Counts[field.Name] = Count(batch);
            group.Forget(field.Field);
        }
        if (hash is not null && identity is not null)
        {
            var (stored, computed) = (await group.ReadAsync(hash, cancellation), await identity.ComputeAsync(group, cancellation));
            var right = stored.Integers.Where((h, row) => stored.IsMissing?[row] != true && h == computed[row]).LongCount();
            (part.HashesRight, part.HashesWrong) = (right, group.NumRows - right);
        }
        return part;
    }

    private static NumberSummary Summarize(ColumnBatch batch, (double, double) range)
    {
        var summary = new NumberSummary();
        var values = batch.Reals;
        for (var i = 0; i < values.Length; i++)
        {
            if (batch.IsMissing?[i] == true)
                summary.AddMissing();
            else
                summary.Add(values[i], range);
        }
        return summary;
    }

    private static ValueCounts Count(ColumnBatch batch)
    {
        var counts = new ValueCounts();
        for (var i = 0; i < batch.NumRows; i++)
        {
            if (batch.IsMissing?[i] == true)
                counts.AddMissing();
            else
                counts.Add(batch.Texts[i]);
        }
        return counts;
    }

    private void AddColumns(MetadataSchema schema)
    {
        foreach (var name in schema.Fields.Select(f => f.Field.Name).Concat(schema.Nested))
            Columns[name] = Columns.GetValueOrDefault(name) + 1;
        FilesWithSwappedSides += schema.AreSidesSwapped ? 1 : 0;
    }

    private void Add(MetadataStatistics part)
    {
        Rows += part.Rows;
        foreach (var (name, summary) in part.Numbers)
        {
            if (!Numbers.TryAdd(name, summary))
                Numbers[name].Add(summary);
        }
        foreach (var (name, counts) in part.Counts)
        {
            if (!Counts.TryAdd(name, counts))
                Counts[name].Add(counts);
        }
        if (part.HashesRight is { } right)
            (HashesRight, HashesWrong) = ((HashesRight ?? 0) + right, (HashesWrong ?? 0) + part.HashesWrong);
    }
}
