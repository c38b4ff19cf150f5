using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>The files that a command names: files, patterns, folders of .parquet files.</summary>
public static class MetadataInputs
{
    public const string Extension = ".parquet";

    /// <summary>Whether a path means metadata, not images: a Parquet file or pattern, or a folder that holds such files.</summary>
    public static bool IsMetadata(string path) =>
        path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
        || Directory.Exists(path) && Directory.EnumerateFiles(path, "*" + Extension).Any();

    /// <exception cref="DataSourceException">Nothing is there.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        var files = PathPatterns.Expand(paths.Select(p => Directory.Exists(p) ? Path.Combine(p, "*" + Extension) : p));
        var twice = files.GroupBy(Path.GetFullPath).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? files : throw new DataSourceException(twice.Key, "the file is named twice", "name every file once");
    }
}
