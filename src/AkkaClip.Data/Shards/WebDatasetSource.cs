using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards.Remote;

namespace AkkaClip.Data.Shards;

/// <summary>
/// WebDataset shards: tars in which the files of a sample share a stem: an image (jpg, jpeg, png, webp), captions in txt or
/// in fields of json; on a disk, or on a web server that answers range requests. The folder in the archive is the field <c>class</c>, unless the json has one.
/// </summary>
public sealed class WebDatasetSource : ISampleSource
{
    private const string ClassField = "class";

    private readonly ShardBytes _files;
    private readonly List<WebDatasetSample> _samples = [];
    private readonly ImmutableArray<string> _captionFields;

    /// <exception cref="DataSourceException">A shard is missing or broken, or no sample is left.</exception>
    public WebDatasetSource(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _captionFields = spec.CaptionFields;
        _files = new ShardBytes(() => new RemoteShards(new RemoteCacheOptions(spec.RemoteCacheFolder ?? RemoteCacheOptions.DefaultFolder, (long)spec.RemoteCacheGigabytes << 30)));
        var filter = new SplitFilter(spec);
        var report = new SourceReportBuilder();
        var paths = PathPatterns.Expand(spec.Paths);
        try
        {
            foreach (var path in paths)
            {
                var tar = TarArchive.Open(path, _files);
                foreach (var sample in WebDatasetGrouping.Group(tar, report))
                {
                    if (Belongs(sample, filter, report))
                        _samples.Add(sample);
                }
            }
            if (_samples.Count == 0)
                throw report.Nothing(spec.Paths[0], filter.ToString());
        }
        catch (DataSourceException)
        {
            _files.Dispose();
            throw;
        }
        Report = report.Build();
        Description = $"WebDataset, {paths.Count} shards, {_samples.Count} samples, {filter}";
    }

    public long Count => _samples.Count;

    public string Description { get; }

    public SourceReport Report { get; }

    public EncodedSample Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var sample = _samples[(int)index];
        var metadata = ReadMetadata(sample);
        var image = sample.Image!.Value;
        var problem = metadata.Problem ?? EncodedImage.ProblemOfSize(image.Size);
        return new EncodedSample
        {
            Index = index,
            Key = sample.Key,
            Image = problem is null ? sample.Tar.Read(image) : ReadOnlyMemory<byte>.Empty,
            Captions = metadata.Captions(_captionFields),
            Fields = metadata.Fields,
            Problem = problem,
        };
    }

    public void Dispose() => _files.Dispose();

    private static SampleMetadata ReadMetadata(WebDatasetSample sample)
    {
        var metadata = new SampleMetadata();
        if (sample.Folder.Length > 0)
            metadata.Add(ClassField, sample.Folder);
        foreach (var member in (ReadOnlySpan<TarMember?>)[sample.Text, sample.Json])
        {
            if (member is { Size: > SampleMetadata.MaxBytes } huge)
                metadata.Fail($"{huge.Name} has {huge.Size} bytes; captions and fields have at most {SampleMetadata.MaxBytes}");
        }
        if (metadata.Problem is not null)
            return metadata;
        if (sample.Text is { } text)
            metadata.AddText(sample.Tar.Read(text), text.Name);
        if (sample.Json is { } json)
            metadata.AddJson(sample.Tar.Read(json), json.Name);
        return metadata;
    }

    /// <summary>A split in a json field has every sample's json read once, when the source is opened.</summary>
    private static bool Belongs(WebDatasetSample sample, SplitFilter filter, SourceReportBuilder report)
    {
        if (!filter.NeedsFields)
            return filter.Takes(sample.Key, ImmutableDictionary<string, string>.Empty);
        var metadata = ReadMetadata(sample);
        if (metadata.Problem is { } problem)
            report.Skip(problem.Kind, $"{sample.Tar.Path}: {problem.Message}");
        return metadata.Problem is null && filter.Takes(sample.Key, metadata.Fields);
    }
}
