using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Tables;

/// <summary>
/// A CSV or TSV with a header: a column of image names and columns of captions. Rows of the same image make one sample
/// with several captions. Its images lie in a folder or in a tar.
/// </summary>
public sealed class TableSource : ISampleSource
{
    private readonly ImmutableArray<TableSample> _samples;
    private readonly ImmutableArray<string> _columns;
    private readonly IImageFolder _images;

    /// <exception cref="DataSourceException">The table or its images are missing, a column is, or no sample is left.</exception>
    public TableSource(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Paths is not [var path])
            throw new DataSourceException(string.Join(", ", spec.Paths), "a table is one file", "name one CSV or TSV");
        _images = OpenImages(spec.ImageRoot ?? Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            var report = new SourceReportBuilder();
            var filter = new SplitFilter(spec);
            var reader = new TableSamplesReader(spec, path, filter, _images, report);
            (_columns, _samples) = reader.Read();
            if (_samples.IsEmpty)
                throw report.Nothing(path, filter.ToString());
            Report = report.Build();
            Description = $"table {path}, {_samples.Length} samples, {_samples.Sum(sample => sample.Captions.Length)} captions, {filter}";
        }
        catch (DataSourceException)
        {
            _images.Dispose();
            throw;
        }
    }

    public long Count => _samples.Length;

    public string Description { get; }

    public SourceReport Report { get; }

    public EncodedSample Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var sample = _samples[(int)index];
        var (image, problem) = _images.Read(sample.Image);
        var fields = new Dictionary<string, string>(_columns.Length);
        for (var column = 0; column < _columns.Length; column++)
            fields[_columns[column]] = sample.FirstRow[column];
        return new EncodedSample
        {
            Index = index,
            Key = sample.Image,
            Image = image,
            Captions = sample.Captions,
            Fields = fields,
            Problem = problem,
        };
    }

    public void Dispose() => _images.Dispose();

    private static IImageFolder OpenImages(string root)
    {
        if (Directory.Exists(root))
            return new FileImageFolder(root);
        return File.Exists(root)
            ? new TarImageFolder(root)
            : throw new DataSourceException(root, "no such folder or tar of images", "check the image root");
    }
}
