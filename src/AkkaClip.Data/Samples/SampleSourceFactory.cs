using AkkaClip.Core.Runs;
using AkkaClip.Data.Folders;
using AkkaClip.Data.Shards;
using AkkaClip.Data.Tables;

namespace AkkaClip.Data.Samples;

/// <summary>Opens the data that a specification describes.</summary>
public static class SampleSourceFactory
{
    /// <exception cref="DataSourceException">The data is missing or broken, or nothing of it fits the specification.</exception>
    public static ISampleSource Open(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Paths.IsDefaultOrEmpty)
            throw new DataSourceException("data", "no path is given", "name at least one");
        return spec.Format switch
        {
            DataFormat.WebDataset => new WebDatasetSource(spec),
            DataFormat.Table => new TableSource(spec),
            DataFormat.Folder => new FolderSource(spec),
            _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Format, "no such data format"),
        };
    }
}
