using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Shards;

/// <summary>Groups a tar's members into samples by their common stem, as WebDataset does.</summary>
internal static class WebDatasetGrouping
{
    /// <summary>The samples of an archive in the order of their first members; members without an image are left out and reported.</summary>
    public static List<WebDatasetSample> Group(TarArchive tar, SourceReportBuilder report)
    {
        var samples = new Dictionary<string, WebDatasetSample>();
        foreach (var member in tar.Members)
        {
            var (key, extension) = Split(member.Name);
            if (key.Length == 0)
                continue;
            if (!samples.TryGetValue(key, out var sample))
                samples.Add(key, sample = new WebDatasetSample { Tar = tar, Key = key });
            if (!Assign(sample, member, extension))
                report.Skip(SampleProblemKind.BadMetadata, $"{tar.Path}, offset {member.Offset}: '{member.Name}' occurs twice");
        }
        var complete = new List<WebDatasetSample>(samples.Count);
        foreach (var sample in samples.Values)
        {
            if (sample.Image is not null)
                complete.Add(sample);
            else
                report.Skip(SampleProblemKind.MissingImage, $"{tar.Path}: '{sample.Key}' has no jpg, jpeg, png or webp");
        }
        return complete;
    }

    /// <summary>Stem and extension: the base name is cut at its first dot, the folder belongs to the stem.</summary>
    internal static (string Key, string Extension) Split(string name)
    {
        var start = name.LastIndexOf('/') + 1;
        var dot = name.IndexOf('.', start);
        if (dot <= start)
            return ("", "");
        var key = name[..dot];
        return (key.StartsWith("./", StringComparison.Ordinal) ? key[2..] : key, name[(dot + 1)..].ToLowerInvariant());
    }

    /// <summary>Puts a member where it belongs; false: the place is taken. Other kinds of members are of no concern.</summary>
    private static bool Assign(WebDatasetSample sample, TarMember member, string extension)
    {
        switch (extension)
        {
            case "jpg" or "jpeg" or "png" or "webp":
                if (sample.Image is not null)
                    return false;
                sample.Image = member;
                return true;
            case "txt":
                if (sample.Text is not null)
                    return false;
                sample.Text = member;
                return true;
            case "json":
                if (sample.Json is not null)
                    return false;
                sample.Json = member;
                return true;
            default:
                return true;
        }
    }
}
