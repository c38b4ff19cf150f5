using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Folders;

/// <summary>
/// A folder of images, at any depth, in ordinal order of their paths. A txt or json of the same stem beside an image is its
/// caption and its fields; the folder that holds it is the field <c>class</c>, unless the json has one.
/// </summary>
public sealed class FolderSource : ISampleSource
{
    private const string ClassField = "class";

    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png", ".webp"];

    private readonly string _root;
    private readonly ImmutableArray<string> _captionFields;
    private readonly ImmutableArray<string> _keys;

    /// <exception cref="DataSourceException">The folder is missing, or no sample is left.</exception>
    public FolderSource(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Paths is not [var root])
            throw new DataSourceException(string.Join(", ", spec.Paths), "a folder of images is one folder", "name one folder");
        if (!Directory.Exists(root))
            throw new DataSourceException(root, "no such folder", "check the path");
        (_root, _captionFields) = (Path.GetFullPath(root), spec.CaptionFields);
        var filter = new SplitFilter(spec);
        var report = new SourceReportBuilder();
        _keys = [.. ImageFiles().Where(key => Belongs(key, filter, report))];
        if (_keys.IsEmpty && Directory.EnumerateFiles(_root, "*.tar", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() is { } tar)
            throw new DataSourceException(root, "a folder of tar shards, not of images", $"name the shards: '{Path.Combine(Path.GetDirectoryName(tar)!, "*.tar")}'");
        if (_keys.IsEmpty)
            throw report.Nothing(root, filter.ToString());
        Report = report.Build();
        Description = $"folder {root}, {_keys.Length} samples, {filter}";
    }

    public long Count => _keys.Length;

    public string Description { get; }

    public SourceReport Report { get; }

    public EncodedSample Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var key = _keys[(int)index];
        var metadata = ReadMetadata(key);
        var (image, problem) = metadata.Problem is { } bad ? (default, bad) : SampleFiles.ReadImage(Path.Combine(_root, key));
        return new EncodedSample
        {
            Index = index,
            Key = key,
            Image = image,
            Captions = metadata.Captions(_captionFields),
            Fields = metadata.Fields,
            Problem = problem,
        };
    }

    public void Dispose()
    {
    }

    private IEnumerable<string> ImageFiles() =>
        Directory.EnumerateFiles(_root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false })
            .Where(path => s_extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
            .Select(path => Path.GetRelativePath(_root, path))
            .Order(StringComparer.Ordinal);

    private bool Belongs(string key, SplitFilter filter, SourceReportBuilder report)
    {
        if (!filter.NeedsFields)
            return filter.Takes(key, ImmutableDictionary<string, string>.Empty);
        var metadata = ReadMetadata(key);
        if (metadata.Problem is { } problem)
            report.Skip(problem.Kind, $"{Path.Combine(_root, key)}: {problem.Message}");
        return metadata.Problem is null && filter.Takes(key, metadata.Fields);
    }

    private SampleMetadata ReadMetadata(string key)
    {
        var metadata = new SampleMetadata();
        if (Path.GetFileName(Path.GetDirectoryName(key)) is { Length: > 0 } folder)
            metadata.Add(ClassField, folder);
        var (text, json) = (BesideImage(key, ".txt"), BesideImage(key, ".json"));
        if (SampleFiles.ReadMetadata(text, metadata) is { } textBytes)
            metadata.AddText(textBytes, text);
        if (SampleFiles.ReadMetadata(json, metadata) is { } jsonBytes)
            metadata.AddJson(jsonBytes, json);
        return metadata;
    }

    private string BesideImage(string key, string extension) => Path.Combine(_root, Path.ChangeExtension(key, extension));
}
