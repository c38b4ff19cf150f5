using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;

namespace AkkaClip.Data.Tables;

/// <summary>Reads a table's rows and groups them by image. Bad rows are reported with their line and left out.</summary>
internal sealed class TableSamplesReader(
    DataSpec spec, string path, SplitFilter filter, IImageFolder images, SourceReportBuilder report)
{
    private readonly Dictionary<string, (List<string> Captions, string[] Row)> _byImage = [];
    private readonly HashSet<string> _missing = [];

    public (ImmutableArray<string> Columns, ImmutableArray<TableSample> Samples) Read()
    {
        // OpenFiles gives the error of a missing file its words.
        using var stream = new FileStream(OpenFiles.Open(path), FileAccess.Read);
        var delimiter = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? ',' : '\t';
        using var rows = new DelimitedReader(stream, path, delimiter).Rows().GetEnumerator();
        if (!rows.MoveNext())
            throw new DataSourceException(path, "the table is empty", "its first line names the columns");
        if (rows.Current.Problem is { } problem)
            throw new DataSourceException(path, $"line {rows.Current.Number}: {problem}", "its first line names the columns");

        var columns = rows.Current.Fields.ToImmutableArray();
        var imageColumn = Column(columns, spec.ImageField);
        var captionColumns = spec.CaptionFields.Select(field => Column(columns, field)).ToArray();
        var splitColumn = filter.NeedsFields ? Column(columns, filter.Field) : -1;
        while (rows.MoveNext())
            Take(rows.Current, columns.Length, imageColumn, captionColumns, splitColumn);
        return (columns, [.. _byImage.Select(pair => new TableSample(pair.Key, [.. pair.Value.Captions], pair.Value.Row))]);
    }

    private void Take(TableRow row, int numColumns, int imageColumn, int[] captionColumns, int splitColumn)
    {
        if (row.Problem is { } problem)
        {
            report.Skip(SampleProblemKind.BadMetadata, $"{path}, line {row.Number}: {problem}");
            return;
        }
        if (row.Fields.Length != numColumns)
        {
            report.Skip(
                SampleProblemKind.BadMetadata, $"{path}, line {row.Number}: {row.Fields.Length} fields; the header has {numColumns}");
            return;
        }
        var image = row.Fields[imageColumn];
        if (image.Length == 0)
        {
            report.Skip(SampleProblemKind.MissingImage, $"{path}, line {row.Number}: no image is named");
            return;
        }
        if (!Belongs(image, row.Fields, splitColumn) || !Exists(image, row.Number))
            return;
        if (!_byImage.TryGetValue(image, out var sample))
            _byImage.Add(image, sample = ([], row.Fields));
        foreach (var column in captionColumns)
        {
            if (!string.IsNullOrWhiteSpace(row.Fields[column]))
                sample.Captions.Add(row.Fields[column]);
        }
    }

    private bool Belongs(string image, string[] fields, int splitColumn) =>
        splitColumn >= 0 ? fields[splitColumn] == spec.Split : filter.Takes(image, ImmutableDictionary<string, string>.Empty);

    private bool Exists(string image, long line)
    {
        if (_byImage.ContainsKey(image))
            return true;
        if (_missing.Contains(image))
            return false;
        if (images.Missing(image) is not { } missing)
            return true;
        _missing.Add(image);
        report.Skip(SampleProblemKind.MissingImage, $"{path}, line {line}: {missing}");
        return false;
    }

    private int Column(ImmutableArray<string> columns, string name) => columns.IndexOf(name) is >= 0 and var column
        ? column
        : throw new DataSourceException(path, $"no column '{name}'", $"the table has {string.Join(", ", columns)}");
}
