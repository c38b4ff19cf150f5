namespace AkkaClip.Data.Shards;

/// <summary>Members of a tar that share a stem and make a sample.</summary>
internal sealed class WebDatasetSample
{
    public required TarArchive Tar { get; init; }

    /// <summary>The stem: folder and base name up to its first dot.</summary>
    public required string Key { get; init; }

    public TarMember? Image { get; set; }

    public TarMember? Text { get; set; }

    public TarMember? Json { get; set; }

    /// <summary>The folder in the archive, which many writers use for the class; empty: none.</summary>
    public string Folder => Key.LastIndexOf('/') is > 0 and var slash ? Key[(Key.LastIndexOf('/', slash - 1) + 1)..slash] : "";
}
