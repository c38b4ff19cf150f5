namespace AkkaClip.Data.Metadata.Generation;

/// <summary>What <see cref="MetadataMaker"/> makes.</summary>
public sealed record MetadataOptions
{
    public required long NumRows { get; init; }
    public long Seed { get; init; }
    public long RowsPerFile { get; init; } = 5_000_000;

    /// <summary>What URLs begin with: of a server that is there, where they are to be downloaded.</summary>
    public string UrlPrefix { get; init; } = "https://images.example.org/";
}
